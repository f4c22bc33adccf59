//! DSNs: which project a request is for (protocol notes, 1.1), and the ones that we show.
