//! How keys begin that say what they are.

use super::bytes::{is_prose, is_word};

/// How keys begin, and how many characters follow at least.
const PREFIXES: &[(&[u8], usize)] = &[
    (b"AGE-SECRET-KEY-", 16),
    (b"AIza", 20),
    (b"ATATT3", 20),
    (b"ATCTT3", 20),
    (b"GOCSPX-", 16),
    (b"PMAK-", 16),
    (b"SG.", 16),
    (b"dckr_pat_", 16),
    (b"doo_v1_", 16),
    (b"dop_v1_", 16),
    (b"dor_v1_", 16),
    (b"figd_", 16),
    (b"gho_", 16),
    (b"ghp_", 16),
    (b"ghr_", 16),
    (b"ghs_", 16),
    (b"ghu_", 16),
    (b"github_pat_", 16),
    (b"glcbt-", 16),
    (b"gldt-", 16),
    (b"glft-", 16),
    (b"glpat-", 16),
    (b"glptt-", 16),
    (b"glrt-", 16),
    (b"glsa_", 16),
    (b"gsk_", 20),
    (b"hf_", 20),
    (b"hvb.", 16),
    (b"hvs.", 16),
    (b"key-", 24),
    (b"lin_api_", 16),
    (b"lsv2_pt_", 16),
    (b"mfa.", 40),
    (b"nfp_", 20),
    (b"npm_", 20),
    (b"ntn_", 20),
    (b"nvapi-", 16),
    (b"pplx-", 16),
    (b"pul-", 20),
    (b"pypi-", 20),
    (b"r8_", 20),
    (b"rk_live_", 12),
    (b"rk_test_", 12),
    (b"sbp_", 20),
    (b"shpat_", 16),
    (b"shpca_", 16),
    (b"shppa_", 16),
    (b"shpss_", 16),
    (b"sk-", 16),
    (b"sk_live_", 12),
    (b"sk_test_", 12),
    (b"sntrys_", 16),
    (b"sq0atp-", 16),
    (b"sq0csp-", 16),
    (b"tskey-", 12),
    (b"whsec_", 16),
    (b"xapp-", 10),
    (b"xai-", 16),
    (b"xoxa-", 10),
    (b"xoxb-", 10),
    (b"xoxe-", 10),
    (b"xoxe.", 10),
    (b"xoxp-", 10),
    (b"xoxr-", 10),
    (b"xoxs-", 10),
    (b"ya29.", 16),
];
/// How the names of keys begin that Amazon gives out; sixteen capitals and digits follow.
const AMAZON: [&[u8]; 4] = [b"AKIA", b"ASIA", b"ABIA", b"ACCA"];
/// Letters of one kind are a word unless there are more of them than this.
const LONGEST_WORD: usize = 15;
/// What is longer is no list of words.
const LONGEST_PROSE: usize = 200;

/// Whether `token` begins as a key does, and goes on as no name of a file or a package.
pub(super) fn is_key(token: &[u8]) -> bool {
    let has_prefix = |(prefix, least): &(&[u8], usize)| {
        let rest = token.strip_prefix(*prefix);
        rest.is_some_and(|it| it.len() >= *least && is_random(it))
    };
    PREFIXES.iter().any(has_prefix) || is_amazon(token)
}

fn is_random(rest: &[u8]) -> bool {
    let is_short_word = rest.len() <= LONGEST_WORD && is_word(rest);
    rest.len() > LONGEST_PROSE || !(is_short_word || is_prose(rest))
}

fn is_amazon(token: &[u8]) -> bool {
    let is_part = |it: &u8| it.is_ascii_uppercase() || it.is_ascii_digit();
    AMAZON.iter().any(|prefix| {
        let name = token.strip_prefix(*prefix).unwrap_or_default();
        name.len() == 16 && name.iter().all(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_prefix_begins_a_key_and_none_begins_words() {
        for (prefix, _) in PREFIXES {
            let key = [
                *prefix,
                b"aBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeFgHiJkLmNoPqRsTuV".as_slice(),
            ]
            .concat();
            assert!(is_key(&key), "{}", key.escape_ascii());
            let words = [
                *prefix,
                b"dit-zijn-gewoon_woorden.met-streepjes-er-tussen-en-zo".as_slice(),
            ]
            .concat();
            assert!(!is_key(&words), "{}", words.escape_ascii());
            assert!(!is_key(prefix));
        }
    }
}
