package dev.glasshouse.journey;

/** Reasons of the cookie jar. */
public enum CookieReason implements Reason {
  ACCEPTED("its attributes allow it here", "其属性在此有效"),
  REPLACED("it takes the place of an older one", "它取代了旧的同名 cookie"),
  EXPIRED("it had expired already: an older one of its name is deleted", "它已过期：删除旧的同名 cookie"),
  NOTHING_TO_DELETE("it had expired already, and there is none to delete", "它已过期，且没有可删除的同名 cookie"),
  EMPTY("it has neither a name nor a value", "它既没有名称也没有值"),
  CONTROL("it has a control character", "它含有控制字符"),
  TOO_LARGE("name and value are larger than {0} bytes", "名称和值超过 {0} 字节"),
  DOMAIN("the host {0} is not part of the domain {1}", "主机 {0} 不属于域 {1}"),
  DOMAIN_NOT_ASCII("its Domain has characters that are not ASCII", "其 Domain 含有非 ASCII 字符"),
  PUBLIC_SUFFIX("{0} is a public suffix: anybody could read it", "{0} 是公共后缀：任何人都能读取"),
  SECURE("Secure, but {0} is not secure", "带有 Secure，但 {0} 不是安全连接"),
  OVER_SECURE(
      "a secure cookie of that name may not be replaced from {0}", "不得从 {0} 覆盖同名的安全 cookie"),
  HTTP_ONLY("it is HttpOnly, and a script asks", "它是 HttpOnly，而请求者是脚本"),
  SECURE_PREFIX(
      "its name starts with __Secure-, but it is not Secure", "名称以 __Secure- 开头，却没有 Secure"),
  HOST_PREFIX(
      "its name starts with __Host-, which demands Secure, Path=/ and no Domain",
      "名称以 __Host- 开头，要求有 Secure、Path=/ 且没有 Domain"),
  HTTP_PREFIX(
      "its name starts with __Http-, which demands Secure and HttpOnly",
      "名称以 __Http- 开头，要求有 Secure 和 HttpOnly"),
  HOST_HTTP_PREFIX(
      "its name starts with __Host-Http-, which demands Secure, HttpOnly, Path=/ and no Domain",
      "名称以 __Host-Http- 开头，要求有 Secure、HttpOnly、Path=/ 且没有 Domain"),
  NAMELESS_PREFIX("it has no name, and its value looks like a prefix", "它没有名称，而值形似前缀"),
  CROSS_SITE("SameSite={0}, and the request comes from another site", "SameSite={0}，而请求来自其他站点"),
  UNSAFE_METHOD(
      "SameSite={0}, and the request from another site may change something",
      "SameSite={0}，而来自其他站点的请求使用了不安全的方法"),
  NONE_INSECURE("SameSite=None demands Secure", "SameSite=None 要求有 Secure"),
  PARTITIONED_INSECURE("Partitioned demands Secure", "Partitioned 要求有 Secure"),
  NO_PARTITION("Partitioned, but the page has no site of its own", "带有 Partitioned，但该页面没有自己的站点"),
  OTHER_PARTITION("it belongs to pages of {0} only", "它只属于 {0} 的页面"),
  MATCH("their domain, path and attributes match", "其域、路径和属性相符"),
  MATCHES("its domain, path and attributes match", "其域、路径和属性相符"),
  JUST_MADE(
      "it says nothing of SameSite, and is younger than {0}, so that even an unsafe navigation carries it",
      "它没有声明 SameSite，且创建不到 {0}，因此不安全的导航也会携带它"),
  OTHER_HOST("it is for {0} alone", "它只用于 {0}"),
  OTHER_DOMAIN("{0} is not part of its domain {1}", "{0} 不属于它的域 {1}"),
  OTHER_PATH("the path {0} is not under its path {1}", "路径 {0} 不在它的路径 {1} 之下"),
  NOT_SECURE("it is Secure, and {0} is not", "它是 Secure，而 {0} 不安全"),
  OVER("it ended at {0}", "它已于 {0} 失效"),
  SITE_FULL(
      "a site may have {0} cookies: this one is the least used of {1}",
      "每个站点最多 {0} 个 cookie：这是 {1} 中最久未用的"),
  PARTITION_FULL(
      "a site may have {0} bytes of partitioned cookies under a page: this one is the least used of {1}",
      "每个站点在一个页面之下最多有 {0} 字节的分区 cookie：这是 {1} 中最久未用的"),
  JAR_FULL(
      "there may be {0} cookies in all: this one is the least used", "cookie 总数最多 {0} 个：这是最久未用的"),
  KEPT_IN_PROFILE("the profile keeps them between runs", "配置目录在两次运行之间保存它们");

  private final String en;
  private final String zh;

  CookieReason(String en, String zh) {
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
