package dev.glasshouse.journey;

/** Reasons of the rules on who may fetch what, and who may read it. */
public enum PolicyReason implements Reason {
  // HSTS
  HSTS_KNOWN("{0} demanded HTTPS until {1}", "{0} 要求使用 HTTPS，有效至 {1}"),
  HSTS_KNOWN_ABOVE(
      "{0}, above it, demanded HTTPS for all hosts below until {1}",
      "上级域 {0} 要求其下所有主机使用 HTTPS，有效至 {1}"),
  HSTS_TOP_LEVEL(
      "all of .{0} is reached over HTTPS only; of the lists that browsers ship only such top-level domains are built in (--hsts-preload names a whole one)",
      ".{0} 下的所有主机都只能用 HTTPS 访问；浏览器自带的名单中，这里只内置了这类顶级域（可用 --hsts-preload 指定完整名单）"),
  HSTS_PRELOADED("the list {0} has {1}", "名单 {0} 中有 {1}"),
  HSTS_LIST("the list was named with --hsts-preload", "名单由 --hsts-preload 指定"),
  HSTS_FIELD(
      "Strict-Transport-Security came over TLS without errors",
      "通过无错误的 TLS 收到 Strict-Transport-Security"),
  HSTS_ZERO("max-age is 0", "max-age 为 0"),
  HSTS_INSECURE("it came over http:, where anybody could have written it", "它来自 http:，任何人都可能伪造"),
  HSTS_ADDRESS("the host is an address, and has no name", "主机是 IP 地址，没有域名"),
  HSTS_LOCALHOST(
      "it is this machine, whose programs share the name, and not all of them speak TLS",
      "这是本机：多个程序共用该名称，并非都使用 TLS"),
  HSTS_UNVERIFIED("certificates are not checked in this run", "本次运行不检查证书"),
  HSTS_SYNTAX("it is not well formed: {0}", "格式不正确：{0}"),
  HSTS_CERTIFICATE(
      "the host demands HTTPS, so a browser offers no way around its certificate: --insecure takes one all the same",
      "该主机要求 HTTPS，浏览器不会允许绕过其证书：--insecure 仍然绕过"),
  HSTS_PROFILE("they are kept in the profile", "它们保存在配置文件夹中"),
  // upgrades and mixed content
  UPGRADE_DIRECTIVE(
      "the page's policy says upgrade-insecure-requests", "页面策略带有 upgrade-insecure-requests"),
  UPGRADE_NAVIGATION(
      "the page's policy says upgrade-insecure-requests, and the link stays on its host",
      "页面策略带有 upgrade-insecure-requests，且链接仍指向同一主机"),
  MIXED_UPGRADED(
      "the page is secure, and {0} in it is tried over https", "页面是安全的，其中的 {0} 改用 https 尝试"),
  MIXED_BLOCKED(
      "the page is secure, and {0} over http could change it", "页面是安全的，而通过 http 的 {0} 可能篡改它"),
  MIXED_ADDRESS(
      "the page is secure, and the address {0} is not asked over https instead",
      "页面是安全的，而 IP 地址 {0} 不会自动改用 https"),
  // CORS
  CORS_SAME_ORIGIN("the request stays in the origin of the page", "请求未离开页面的源"),
  CORS_NO_FIELD("there is no Access-Control-Allow-Origin", "没有 Access-Control-Allow-Origin"),
  CORS_SEVERAL(
      "Access-Control-Allow-Origin stands there {0} times",
      "Access-Control-Allow-Origin 出现了 {0} 次"),
  CORS_ANY("any origin may read it", "任何源都可以读取"),
  CORS_ANY_WITH_CREDENTIALS(
      "Access-Control-Allow-Origin is *, which does not do for a request with credentials",
      "Access-Control-Allow-Origin 为 *，不能用于带凭据的请求"),
  CORS_OTHER_ORIGIN("it names {0}, and {1} asks", "它写的是 {0}，而请求来自 {1}"),
  CORS_THIS_ORIGIN("it names the origin that asks", "它写明了发起请求的源"),
  CORS_CREDENTIALS(
      "Access-Control-Allow-Credentials is not true, and the request carries credentials",
      "Access-Control-Allow-Credentials 不是 true，而请求带有凭据"),
  CORS_THIS_ORIGIN_WITH_CREDENTIALS(
      "it names the origin that asks, and allows credentials", "它写明了发起请求的源，并允许凭据"),
  CORS_SCHEME("{0} URLs take no cors requests", "{0} URL 不支持 cors 请求"),
  NO_CORS_REDIRECTS("a no-cors request must follow redirects", "no-cors 请求必须跟随重定向"),
  PREFLIGHT_METHOD("{0} is not a method that any page could always send", "{0} 不是网页一向可以直接发送的方法"),
  PREFLIGHT_FIELDS(
      "the fields {0} are not ones that any page could always send", "字段 {0} 不是网页一向可以直接发送的"),
  PREFLIGHT_DEMANDED("the asker wants one", "请求方要求预检"),
  PREFLIGHT_STATUS("the preflight was answered with {0}, not with 2xx", "预检的应答是 {0}，不是 2xx"),
  PREFLIGHT_SYNTAX("{0} is not a list of names", "{0} 不是名称列表"),
  PREFLIGHT_NO_METHOD(
      "Access-Control-Allow-Methods does not name {0}", "Access-Control-Allow-Methods 没有列出 {0}"),
  PREFLIGHT_NO_FIELD(
      "Access-Control-Allow-Headers does not name {0}", "Access-Control-Allow-Headers 没有列出 {0}"),
  PREFLIGHT_NO_WILDCARD("* does not stand for {0}: it must be named", "* 不包括 {0}：必须写明"),
  PREFLIGHT_ALLOWS("the method and each field are allowed", "方法和每个字段都被允许"),
  PREFLIGHT_CACHED("an earlier preflight allowed the same", "先前的预检已允许同样的请求"),
  TAINT_BASIC("the answer is of the page's own origin", "应答来自页面自己的源"),
  TAINT_CORS(
      "the server shares it: the fields that are safe, and those of Access-Control-Expose-Headers, are shown",
      "服务器共享了它：可见的是安全字段以及 Access-Control-Expose-Headers 列出的字段"),
  TAINT_OPAQUE(
      "it is of another origin, and was not asked for with cors", "它来自其他源，且不是以 cors 方式请求的"),
  TAINT_REDIRECT("a redirect that is not followed is not shown either", "不跟随的重定向同样不可见"),
  CORP_SAME_ORIGIN(
      "Cross-Origin-Resource-Policy is same-origin, and {0} asks",
      "Cross-Origin-Resource-Policy 为 same-origin，而请求来自 {0}"),
  CORP_SAME_SITE(
      "Cross-Origin-Resource-Policy is same-site, and {0} asks",
      "Cross-Origin-Resource-Policy 为 same-site，而请求来自 {0}"),
  COEP_DEMANDS(
      "the page's Cross-Origin-Embedder-Policy is {0}, and the answer does not say that it may be"
          + " embedded",
      "页面的 Cross-Origin-Embedder-Policy 为 {0}，而应答没有声明可以被嵌入"),
  ORB_NEVER("{0} is nothing that such an element can have", "{0} 不可能是这种元素的内容"),
  ORB_NOSNIFF("it is {0}, and nosniff says so", "它是 {0}，且 nosniff 确认如此"),
  ORB_BYTES("it says {0}, and begins as markup or JSON does", "它声明为 {0}，而开头是标记或 JSON"),
  ORB_NO_MEDIA(
      "it says {0}, and its bytes are no picture, film or sound", "它声明为 {0}，而内容不是图片、视频或音频"),
  ORB_STATUS("the answer is {0}, and its bytes are no media", "应答为 {0}，内容也不是媒体"),
  COOP_FIELD(
      "the page's field Cross-Origin-Opener-Policy says so; no page here opens windows, so that each is alone in its group anyway",
      "页面的 Cross-Origin-Opener-Policy 字段如此规定；这里的页面不会打开窗口，因此每个页面本来就独占一组"),
  COOP_INSECURE(
      "Cross-Origin-Opener-Policy counts over secure connections only",
      "Cross-Origin-Opener-Policy 只在安全连接上有效"),
  COOP_UNKNOWN(
      "Cross-Origin-Opener-Policy says nothing that is known",
      "Cross-Origin-Opener-Policy 的内容无法识别"),
  COOP_SANDBOX(
      "the page asks for Cross-Origin-Opener-Policy {0}, and its own policy puts it into a sandbox",
      "页面要求 Cross-Origin-Opener-Policy 为 {0}，而它自己的策略又把它放进沙箱"),
  REPORT_WANTED("the page's policy wants to be told", "页面的策略要求上报"),
  CORP_ALLOWED("Cross-Origin-Resource-Policy allows it", "Cross-Origin-Resource-Policy 允许"),
  TIMING_SAME_ORIGIN("it stayed in one origin", "全程同源"),
  TIMING_NAMED(
      "Timing-Allow-Origin names the origin that asks, or *", "Timing-Allow-Origin 写明了发起请求的源或 *"),
  TIMING_NOT_NAMED(
      "Timing-Allow-Origin does not name the origin that asks", "Timing-Allow-Origin 没有写明发起请求的源"),
  FIELD_FORBIDDEN("only the browser itself sets them", "只有浏览器自己能设置"),
  // referrers
  REFERRER_NO_PAGE("no page of the web asks", "并非由网页发起"),
  REFERRER_FULL("the policy allows the whole URL", "该策略允许发送完整 URL"),
  REFERRER_SAME_ORIGIN("the URL is of the page's own origin", "该 URL 与页面同源"),
  REFERRER_ORIGIN("the policy allows the origin alone", "该策略只允许发送源"),
  REFERRER_CROSS_ORIGIN(
      "the URL is of another origin: the origin alone is told", "该 URL 属于其他源：只告知源"),
  REFERRER_LONG(
      "the URL is longer than {0} characters: the origin alone is told", "URL 超过 {0} 个字符：只告知源"),
  REFERRER_NEVER("the policy tells nothing", "该策略什么也不告知"),
  REFERRER_OTHER_ORIGIN(
      "the URL is of another origin, and the policy tells it nothing", "该 URL 属于其他源，该策略不向其告知"),
  REFERRER_DOWNGRADE(
      "the page is secure and the URL is not: nothing is told", "页面是安全的而该 URL 不是：什么也不告知"),
  REFERRER_REDIRECT("the redirect has a Referrer-Policy", "重定向带有 Referrer-Policy"),
  // CSP
  CSP_FIELD("the page's field {0} says so", "页面的 {0} 字段如此规定"),
  CSP_META("a meta element of the page says so", "页面的 meta 元素如此规定"),
  CSP_SOURCE("{0} does not match {1}", "{0} 与 {1} 不匹配"),
  CSP_NONE("{0} allows nothing", "{0} 不允许任何来源"),
  CSP_INLINE("{0} allows nothing inline", "{0} 不允许内联内容"),
  CSP_HASH("no nonce and no hash of {0} fits", "{0} 中没有相符的 nonce 或哈希"),
  CSP_BASE("{0} does not allow this base", "{0} 不允许这个 base"),
  CSP_TYPES_DEMANDED(
      "no script runs here; one that did could not hand a plain string to what makes markup or code of it",
      "这里不运行脚本；若运行，就不能把普通字符串交给会生成标记或代码的接口"),
  CSP_TYPES_NAMED(
      "no script runs here; one that did could make only the policies that are named",
      "这里不运行脚本；若运行，就只能创建所列名称的策略"),
  SANDBOX_DIRECTIVE(
      "the page's policy puts it into a sandbox; what it is held back from and no page here can do, such as forms, windows and scripts, changes nothing",
      "页面的策略把它放进沙箱；其中表单、弹窗、脚本等这里的页面本来就做不到，因此不受影响"),
  SANDBOX_REFRESH(
      "the page is in a sandbox without allow-scripts, and does nothing by itself",
      "页面处于没有 allow-scripts 的沙箱中，不能自行跳转"),
  SANDBOX_DOWNLOAD(
      "the page that leads there is in a sandbox without allow-downloads",
      "引导到此的页面处于没有 allow-downloads 的沙箱中"),
  // the content
  NOSNIFF_STYLE(
      "X-Content-Type-Options is nosniff, and {0} is no style sheet",
      "X-Content-Type-Options 为 nosniff，而 {0} 不是样式表"),
  NOSNIFF_SCRIPT(
      "X-Content-Type-Options is nosniff, and {0} is no script",
      "X-Content-Type-Options 为 nosniff，而 {0} 不是脚本"),
  SCRIPT_TYPE("{0} is never run as a script", "{0} 绝不会作为脚本运行"),
  RANGE_UNASKED("a part came, and the asker did not ask for one", "返回了部分内容，而请求方并未要求"),
  INTEGRITY_MATCHES("the {0} is one of those demanded", "{0} 与要求的之一相符"),
  INTEGRITY_DIFFERS("its {0} is {1}, which is not demanded", "其 {0} 为 {1}，与要求不符"),
  INTEGRITY_OPAQUE(
      "the content may not be read by the page, so it may not be compared either: crossorigin is missing",
      "页面无权读取该内容，因此也不能比较：缺少 crossorigin"),
  // credentials
  AUTH_URL("the URL carries them", "URL 中带有凭据"),
  AUTH_GIVEN("they were given for this origin", "已为该源提供凭据"),
  AUTH_SPACE("this place asked for them before", "这里先前要求过凭据"),
  AUTH_CHALLENGED("the answer 401 asks for them", "应答 401 要求凭据"),
  AUTH_STALE(
      "the server's number was too old: with the new one it is tried again", "服务器的随机数已过期：换用新的再试"),
  AUTH_REFUSED("those that were sent were not taken", "已发送的凭据未被接受"),
  AUTH_NONE("there are none for this origin", "没有该源的凭据"),
  AUTH_SCHEME("none of the schemes is known: {0}", "没有认识的认证方案：{0}"),
  AUTH_BODY("the body can be read only once", "正文只能读取一次"),
  AUTH_PROVED(
      "rspauth is what only a server that knows the password can say",
      "rspauth 与只有知道密码的服务器才能给出的值一致"),
  AUTH_NOT_PROVED(
      "rspauth is not what a server that knows the password would say", "rspauth 与知道密码的服务器应给出的值不符"),
  AUTH_OTHER_NUMBERS(
      "Authentication-Info speaks of another request: its {0} is not the one that was sent",
      "Authentication-Info 说的是另一个请求：其中的 {0} 与所发送的不同"),
  AUTH_OMITTED("the request goes without credentials", "该请求不带凭据"),
  // priorities, lifetimes, parts
  PRIORITY_DESTINATION("that is what it is for: {0:word}", "按用途：{0:word}"),
  PRIORITY_ATTRIBUTE("its element says fetchpriority={0}", "其元素写明 fetchpriority={0}"),
  KEEPALIVE_QUOTA("all such fetches of a page send {0} bytes at most", "页面的此类请求总共最多发送 {0} 字节"),
  KEEPALIVE_STREAM("the length of what it sends is not known", "所发送内容的长度未知"),
  KEEPALIVE("keepalive was asked for", "请求了 keepalive"),
  RANGE_ASKED("the asker wants a part", "请求方只要一部分"),
  RANGE_RESUMED("the file is continued where it ended, if it is still the same", "若文件未变，则从中断处继续"),
  RANGE_WRONG("what came is not the part that was asked for", "返回的不是所请求的那一部分"),
  NOT_MODIFIED_UNASKED(
      "304 says that what the asker has still holds, and nobody asked that",
      "304 表示请求方已有的内容仍然有效，但没有人这样询问"),
  PART_FITS("it is the part that was asked for", "正是所请求的部分"),
  PART_LESS("it is a piece of the part that was asked for", "只是所请求部分的一段"),
  PART_SEVERAL("it may have several parts, each with its own place", "可能含多个部分，各自注明位置"),
  PART_SHORT("it says to be {0} bytes, and {1} come", "自称 {0} 字节，实际只有 {1} 字节"),
  PART_UNREADABLE("it does not say in a readable way which part it is", "没有以可读的方式说明是哪一部分"),
  RANGE_NOT_RESUMED("it is not the same any more: it begins anew", "内容已变：从头开始");

  private final String en;
  private final String zh;

  PolicyReason(String en, String zh) {
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
