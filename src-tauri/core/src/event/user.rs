//! Who is affected.

/// The fields that can tell users apart.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Identity<'a> {
    pub(crate) id: Option<&'a str>,
    pub(crate) username: Option<&'a str>,
    pub(crate) email: Option<&'a str>,
    pub(crate) ip_address: Option<&'a str>,
}

/// What SDKs write for "the address that this came from".
pub(crate) const AUTO: &str = "{{auto}}";

impl Identity<'_> {
    /// The first that is there: `id:7`, `username:ann`, `email:…`, `ip:…`.
    pub(crate) fn name(&self, peer: Option<&str>) -> Option<String> {
        let ip_address = self.ip_address.and_then(|address| if address == AUTO { peer } else { Some(address) });
        [("id", self.id), ("username", self.username), ("email", self.email), ("ip", ip_address)]
            .into_iter()
            .find_map(|(field, value)| Some(format!("{field}:{}", value.filter(|value| !value.is_empty())?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_named_by_the_first_field_that_is_there() {
        let all = Identity { id: Some("7"), username: Some("ann"), email: Some("a@b"), ip_address: Some(AUTO) };
        assert_eq!(all.name(None).as_deref(), Some("id:7"));
        assert_eq!(Identity { id: Some(""), ..all }.name(None).as_deref(), Some("username:ann"));
        let address = Identity { ip_address: Some(AUTO), ..Identity::default() };
        assert_eq!(address.name(Some("127.0.0.1")).as_deref(), Some("ip:127.0.0.1"));
        assert_eq!(address.name(None), None, "nobody knows the peer");
    }
}
