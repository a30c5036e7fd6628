package dev.glasshouse.journey;

/** Reasons of the HTTP cache: what is stored, what is used again, and what is asked anew. */
public enum CacheReason implements Reason {
  // What is stored.
  STORE_FRESH("it stays fresh for {0}, by {1}", "它在 {0} 内保持新鲜，依据 {1}"),
  STORE_FRESH_AGED(
      "it is {2} old already, of the {0} for which it is fresh, by {1}: {3} left",
      "它已有 {2}，新鲜期为 {0}，依据 {1}：还剩 {3}"),
  STORE_STALE_AGED(
      "it is {2} old already, and was fresh for {0} only, by {1}", "它已有 {2}，而新鲜期只有 {0}，依据 {1}"),
  STORE_HEURISTIC(
      "nothing says for how long it is fresh: a tenth of the time from {1} to its Date is taken, at"
          + " most {2}, which is {0}",
      "没有字段说明新鲜期：取从 {1} 到其 Date 的十分之一，最多 {2}，即 {0}"),
  STORE_VALIDATABLE(
      "it is not fresh for any time, but {0} lets it be checked with the server",
      "它没有新鲜期，但可凭 {0} 向服务器核实"),
  STORE_STALE(
      "it has neither freshness nor a validator: only going back uses it", "它既无新鲜期也无验证器：只有后退时才会用到"),
  STORE_UNDERSTOOD(
      "must-understand, and the status {0} is understood: no-store does not count",
      "有 must-understand，且状态码 {0} 可理解：忽略 no-store"),
  STORE_POST(
      "its Content-Location is the URL itself, and it says for how long it is fresh: {0}",
      "其 Content-Location 就是该 URL，并说明了新鲜期：{0}"),
  STORE_COMPLETED(
      "bytes {0} to {1} came: with what was stored they are all of it, and {2} says that both are of"
          + " the same thing",
      "收到了第 {0} 到 {1} 字节：与已保存的部分合成完整内容，{2} 保证两者一致"),
  STORE_PART(
      "bytes {0} to {1} came, and {2} lets them be completed", "收到了第 {0} 到 {1} 字节，可凭 {2} 补全"),
  NO_STORE("no-store in the {0}", "{0} 中有 no-store"),
  NOT_UNDERSTOOD(
      "must-understand, and the status {0} is not understood", "有 must-understand，而状态码 {0} 无法理解"),
  PRIVATE_TO_ONE(
      "private: it is for one user, and this cache serves many", "private：仅供单个用户，而此缓存为多人服务"),
  AUTHORIZED(
      "the request had Authorization, and nothing allows a shared cache to keep the answer",
      "请求带有 Authorization，且没有任何指令允许共享缓存保存其响应"),
  SETS_COOKIE(
      "it sets a cookie, and neither public, s-maxage nor a field for shared caches says that it is"
          + " for all",
      "它设置了 Cookie，而没有 public、s-maxage 或面向共享缓存的字段声明它可供所有人使用"),
  COOKIES_SENT(
      "the request had cookies, and nothing says for how long the answer is fresh",
      "请求带有 Cookie，而没有任何字段说明响应的新鲜期"),
  METHOD_NOT_STORED("answers to {0} are not stored", "对 {0} 的响应不予保存"),
  STATUS_NEVER_STORED("an answer with the status {0} is never stored", "状态码为 {0} 的响应从不保存"),
  STATUS_NEEDS_FRESHNESS(
      "the status {0} is stored only with explicit freshness, and there is none",
      "状态码 {0} 只有在明确给出新鲜期时才保存，而这里没有"),
  VARY_STAR("Vary: * matches no other request", "Vary: * 与任何其他请求都不匹配"),
  PART_UNUSABLE(
      "it is a part, and its Content-Range cannot be used", "它是部分内容，而其 Content-Range 无法使用"),
  PART_UNGUARDED(
      "it is a part, and no strong validator guards the rest", "它是部分内容，而没有强验证器来保证其余部分一致"),
  BROKEN_OFF(
      "only {0} bytes of it came, and no strong validator lets the rest be asked for",
      "只收到 {0} 字节，且没有强验证器可用来请求其余部分"),
  NOT_READ(
      "whoever asked did not read its content to the end ({0} bytes of it came by then), and no"
          + " strong validator lets the rest be asked for",
      "请求方没有读完其内容（到那时收到 {0} 字节），且没有强验证器可用来请求其余部分"),
  TOO_LARGE("it is larger than {0} bytes, the most that one entry may have", "它超过了单个条目的上限 {0} 字节"),
  NOT_WRITTEN(
      "it could not be written to the cache's folder: the disk is full, or the folder has gone",
      "无法写入缓存文件夹：磁盘已满，或文件夹已不存在"),

  // What goes past the cache.
  MODE_NO_STORE("the request goes past the cache: its mode is no-store", "请求绕过缓存：模式为 no-store"),
  OWN_CONDITION("the request has a condition of its own: {0}", "请求自带条件：{0}"),
  UNKEYED(
      "the request has {0}, which is no part of what entries are kept by", "请求带有 {0}，它不属于缓存键的一部分"),
  NOT_ONE_RANGE("only a single range of bytes is answered from the cache", "缓存只应答单个字节范围"),

  // What is used.
  FRESH("stored {0} ago, fresh for {1} ({2}): {3} left", "{0} 前保存，新鲜期 {1}（{2}）：还剩 {3}"),
  FRESH_AGED(
      "stored {0} ago when it was {4} old, fresh for {1} ({2}): {3} left",
      "{0} 前保存，当时已有 {4}，新鲜期 {1}（{2}）：还剩 {3}"),
  FRESH_HEURISTIC(
      "it is {0} old, fresh for {1} (a tenth of the time from {2} to its Date, at most {4}): {3}"
          + " left",
      "它已有 {0}，新鲜期 {1}（从 {2} 到其 Date 的十分之一，最多 {4}）：还剩 {3}"),
  IMMUTABLE(
      "it is {0} old, fresh for {1} ({2}) and immutable: {3} left, and a reload does not ask again",
      "它已有 {0}，新鲜期 {1}（{2}）且 immutable：还剩 {3}，刷新时也不再询问"),
  MAX_STALE(
      "it is {0} old, fresh for {1} ({2}): stale for {3}, which the request allows ({4})",
      "它已有 {0}，新鲜期 {1}（{2}）：已过期 {3}，请求允许（{4}）"),
  STALE_WHILE_REVALIDATE(
      "it is {0} old, fresh for {1} ({2}): stale for {3}, and {4} allows it while it is checked",
      "它已有 {0}，新鲜期 {1}（{2}）：已过期 {3}，{4} 允许在核实期间使用"),
  STALE_IF_ERROR(
      "the server cannot answer ({0}); stale for {1}, and {2} allows it",
      "服务器无法应答（{0}）；已过期 {1}，{2} 允许使用"),
  FAILED_JUST_NOW(
      "the server's {0} of {1} ago is kept, and is what happens again if it is asked",
      "服务器 {1} 前的 {0} 仍被保留，再次询问也只会如此"),
  STALE_DISCONNECTED(
      "the server cannot be reached, nothing forbids it, and it is stale for {0} only, of {1}",
      "无法连上服务器，没有指令禁止使用，且只过期 {0}（上限 {1}）"),
  FORCED("the request takes what is stored, fresh or stale", "请求接受任何已保存的内容，无论新旧"),
  VALIDATED("the server says that it still holds: 304", "服务器确认仍然有效：304"),
  SEARCH_SAME(
      "the two differ only in what the stored answer says does not count in a query ({0})",
      "两者的差异仅在于保存的响应声明不计入查询的部分（{0}）"),
  SLICE("bytes {0} to {1} are among those that are stored", "第 {0} 到 {1} 字节已有保存"),
  JOINED("another request for the same was under way", "已有相同的请求正在进行"),

  // What is asked anew.
  NOTHING_STORED("nothing is stored for it", "没有保存过它"),
  OTHER_PARTITION(
      "it is stored for the site {0} only, and each site has its own", "只为站点 {0} 保存过，各站点的缓存互相独立"),
  VARY_DIFFERS(
      "Vary names {0}, which differs from the stored request's", "Vary 列出了 {0}，而它与当时的请求不同"),
  CREDENTIALS_DIFFER(
      "it was fetched with other credentials (Authorization)", "它是用另外的凭据（Authorization）获取的"),
  STALE("stored {0} ago, fresh for {1} ({2}): stale for {3}", "{0} 前保存，新鲜期 {1}（{2}）：已过期 {3}"),
  STALE_AGED(
      "stored {0} ago when it was {4} old, fresh for {1} ({2}): stale for {3}",
      "{0} 前保存，当时已有 {4}，新鲜期 {1}（{2}）：已过期 {3}"),
  STALE_HEURISTIC(
      "it is {0} old, fresh for {1} (a tenth of the time from {2} to its Date, at most {4}): stale"
          + " for {3}",
      "它已有 {0}，新鲜期 {1}（从 {2} 到其 Date 的十分之一，最多 {4}）：已过期 {3}"),
  NO_FRESHNESS("stored {0} ago, and nothing says for how long it is fresh", "{0} 前保存，没有任何字段说明新鲜期"),
  MUST_REVALIDATE(
      "it is {0} old, fresh for {1} ({2}): stale for {3}, and {4} forbids to use it so",
      "它已有 {0}，新鲜期 {1}（{2}）：已过期 {3}，{4} 禁止就此使用"),
  NO_CACHE(
      "the stored answer said {0}: each use is checked with the server",
      "保存的响应带有 {0}：每次使用都要先向服务器核实"),
  REQUEST_NO_CACHE("the request says {0}", "请求带有 {0}"),
  REQUEST_MAX_AGE("it is {0} old, and the request takes at most {1}", "它已有 {0}，而请求最多接受 {1}"),
  REQUEST_MIN_FRESH("{0} are left, and the request wants at least {1}", "还剩 {0}，而请求要求至少 {1}"),
  RELOAD("it is a reload: the server is asked", "这是刷新：要询问服务器"),
  HARD_RELOAD("it is a hard reload: nothing that is stored is used", "这是强制刷新：不使用任何已保存的内容"),
  PART_MISSING("bytes {0} of {1} are stored, and others are wanted", "已保存第 {0} 字节（共 {1}），而需要其他部分"),
  RESUMED(
      "the first {0} bytes are stored: {1} guards that the rest belongs to them",
      "前 {0} 字节已保存：由 {1} 保证其余部分与之一致"),
  NOT_OURS("the 304 names the ETag {0}, and {1} is stored", "304 给出的 ETag 是 {0}，而保存的是 {1}"),
  ONLY_IF_CACHED(
      "nothing that is stored can be used, and the request wants nothing else",
      "没有可用的已保存内容，而请求只接受缓存"),
  MAY_NOT_SERVE_STALE(
      "the server cannot be reached, and {0} forbids the stale answer that is stored",
      "无法连上服务器，而 {0} 禁止使用已过期的保存内容"),

  // What becomes of entries.
  FRESHENED("the 304 brings new fields", "304 带来了新的字段"),
  HEAD_MATCHES("the answer to HEAD is about what is stored", "HEAD 的响应与保存的内容相符"),
  HEAD_DIFFERS(
      "the answer to HEAD differs in {0}: what is stored is out of date",
      "HEAD 的响应在 {0} 上不同：保存的内容已过时"),
  PURGED("it was purged after it was asked for", "在请求之后它已被清除"),
  PURGED_SOFTLY(
      "it was purged softly {0} ago, and counts as stale since then", "它在 {0} 前已被软清除，此后视为过期"),
  UNCONFIRMED(
      "a purge may have been missed since it was stored: its server is asked before it is used",
      "自保存以来可能错过了清除命令：使用之前先询问其服务器"),
  BEHIND("it is in use though stale, and checked meanwhile", "虽已过期仍在使用，同时向服务器核实"),
  UNSAFE_METHOD("{0} succeeded, and may have changed it", "{0} 已成功，可能改变了它"),
  DELETED("it was asked to", "按要求删除"),
  UNCHECKED("it could not be checked in the background: {0}", "无法在后台核实：{0}"),
  DAMAGED("its checksum does not match its bytes", "校验和与内容不符"),
  LOCKED("another program has the folder open", "另一个程序正在使用该文件夹"),
  LOCKED_BY("another program has the folder open (process {0})", "另一个程序正在使用该文件夹（进程 {0}）"),
  NO_FOLDER("{0} is a file, and no folder", "{0} 是文件，不是文件夹"),
  NOT_ALLOWED("{0} may not be used: that is not allowed", "没有使用 {0} 的权限"),
  CANNOT_BE_MADE("{0} is not there, and cannot be made", "{0} 不存在，也无法创建"),
  UNWRITABLE("the folder cannot be used: {0}", "无法使用该文件夹：{0}");

  private final String en;
  private final String zh;

  CacheReason(String en, String zh) {
    this.en = en;
    this.zh = zh;
  }

  @Override
  public String en() {
    return en;
  }

  @Override
  public String zh() {
    return zh;
  }
}
