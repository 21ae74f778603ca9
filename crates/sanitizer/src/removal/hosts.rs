//! Which names before a slash are hosts that somebody links to, and which are files or prose.

/// Whoever follows one lands in somebody else's community, so they count wherever they stand.
pub(super) const INVITE_HOSTS: [&str; 5] = [
    "discord.gg",
    "discord.com",
    "discordapp.com",
    "discord.me",
    "dsc.gg",
];

/// Endings of files that are no top-level domains.
const FILES: &[&[u8]] = &[
    b"js", b"jsx", b"mjs", b"cjs", b"ts", b"tsx", b"json", b"jsonl", b"toml", b"yaml", b"yml",
    b"xml", b"txt", b"html", b"htm", b"xhtml", b"css", b"scss", b"sass", b"less", b"vue",
    b"svelte", b"lock", b"csv", b"tsv", b"ini", b"cfg", b"conf", b"log", b"sql", b"env", b"exe",
    b"dll", b"jar", b"java", b"kt", b"cs", b"cpp", b"hpp", b"rb", b"php", b"go", b"swift", b"lua",
    b"ipynb", b"pdf", b"doc", b"docx", b"xls", b"xlsx", b"ppt", b"pptx", b"odt", b"ods", b"rtf",
    b"tex", b"ics", b"png", b"jpg", b"jpeg", b"gif", b"svg", b"webp", b"tar", b"gz", b"iso",
    b"bak", b"tmp",
];
/// Endings of files that are countries too: with one name before the dot, people who write `main.rs/lib.rs` mean files,
/// and nothing makes a link of it without a scheme. `.zip`, `.mov`, `.sh` and `.pl` are left out, since links with those
/// are common.
const FILES_OR_COUNTRIES: &[&[u8]] = &[b"md", b"py", b"rs"];
/// Before `.net` these are names of techniques; every other `.net` is a host.
const TECHNIQUES: &[&[u8]] = &[b"asp", b"ado", b"vb"];
/// Abbreviations that end in a dot, behind which the blank is often forgotten.
const ABBREVIATIONS: &[&[u8]] = &[
    b"bijv", b"bv", b"bvb", b"vb", b"enz", b"etc", b"resp", b"evt", b"incl", b"excl", b"ca", b"nr",
    b"tel", b"max", b"min", b"ipv", b"tov", b"mbt", b"dwz", b"eg", b"ie", b"vs", b"approx", b"bzw",
    b"usw", b"ggf",
];
/// What many links end in: neither a capital nor an abbreviation excuses it.
const COMMON: &[&[u8]] = &[
    b"com", b"net", b"org", b"info", b"biz", b"xyz", b"online", b"site", b"shop", b"club", b"top",
    b"app", b"dev", b"io", b"gg", b"me", b"tv", b"co", b"eu", b"nl", b"be", b"de", b"fr", b"uk",
    b"ru", b"cn", b"link", b"live", b"store", b"tech", b"cloud", b"icu", b"vip", b"fun", b"pro",
    b"space", b"website", b"example",
];

/// Whether `labels.top` is a file or two words of a sentence; `is_capitalized` where the part behind the last dot
/// begins with a capital in a name that has small letters too.
pub(super) fn is_file_or_prose(labels: &[u8], top: &[u8], is_capitalized: bool) -> bool {
    if FILES.contains(&top) {
        return true;
    }
    if COMMON.contains(&top) {
        return top == b"net" && TECHNIQUES.contains(&labels);
    }
    let is_file = FILES_OR_COUNTRIES.contains(&top) && !labels.contains(&b'.');
    // Two letters are a country, also behind an abbreviation.
    let is_abbreviated = top.len() > 2 && ABBREVIATIONS.contains(&labels);
    is_file || is_abbreviated || is_capitalized
}
