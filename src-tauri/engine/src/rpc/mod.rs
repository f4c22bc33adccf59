//! The contract with clients: the list of commands, what they answer, and who handles them. Transport is a host's business.
