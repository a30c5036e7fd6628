package dev.glasshouse.journey;

/** Reasons of a recursive resolver. */
public enum RecursionReason implements Reason {
  KNOWN("it was learnt before, and its time is not over", "先前已经得知，且尚未过期"),
  UNKNOWN("it was never learnt, or its time is over", "从未得知，或已经过期"),
  FASTEST("it answered fastest so far", "它目前回答最快"),
  ONE_OF_THE_FAST(
      "it is one of those that answer about equally fast; chance decides", "它是速度相近的几个之一，随机选中"),
  NEVER_ASKED("it has not been asked yet", "尚未问过它"),
  ONLY_ONE("it is the only one left", "只剩下它"),
  SLOWER("it answers more slowly", "它回答得更慢"),
  FAILED_BEFORE("it failed: {0}", "它失败了：{0}"),
  LEAST_TOLD("a server is told no more of a name than it needs to lead on", "只告诉服务器引路所必需的那部分域名"),
  WHOLE_NAME("the server is asked for the whole name", "向服务器询问完整的域名"),
  MINIMISING_FAILED(
      "the server does not understand a shortened name, so it gets the whole one",
      "服务器不理解缩短的域名，因此给它完整的域名"),
  TRUNCATED("the answer did not fit into a datagram", "答案放不进一个数据报"),
  GUESSED_AT(
      "a message came that nearly fits: somebody may be guessing, which TCP makes harder",
      "收到几乎相符的报文：可能有人在猜测，改用 TCP 使其更难"),
  NO_EDNS("the server does not understand EDNS, so it is asked without", "服务器不懂 EDNS，因此不带它再问"),
  ANSWERS("it answers the question", "它回答了问题"),
  DENIES("it says that there is none, as the zone's own server", "它作为该区的服务器，说明并不存在"),
  LEADS_ON("it names the servers of a zone further down", "它指出了更下一级区的服务器"),
  IS_LAME("it was named as a server of this zone, but does not have it", "它被指为该区的服务器，却并没有这个区"),
  RESOLVES_ONLY("it asks others, and does not have the zone itself", "它只是替人查询，自己并没有这个区"),
  SAYS_NOTHING("it says neither that there is one nor that there is none", "它既不说有，也不说没有"),
  SAYS_ERROR("it reports an error", "它报告了错误"),
  BAILIWICK(
      "a server is believed only on names of the zone that it was asked for",
      "只相信服务器关于所询问的区之内的名称所说的话"),
  NO_GLUE("the referral gives no address of it that may be believed", "引荐中没有给出它的可信地址"),
  AN_ALIAS("an alias stands for another name", "别名代表另一个名称"),
  SIGNED("its signature holds, and leads up to the trust anchor", "签名有效，并可一直上溯到信任锚"),
  UNSIGNED_BY_PROOF("it is proven that the zone is not signed", "已证明该区没有签名"),
  NO_ANCHOR("no trust anchor speaks of it", "没有信任锚涉及它"),
  SIGNATURE_FAILS("no signature holds: {0}", "没有有效的签名：{0}"),
  FAILED_AS("it failed: {0}", "失败：{0}"),
  SAME_QUESTION("somebody asked the same a moment ago", "刚刚有人问过同样的问题"),
  ENOUGH("a question may cost so much, and no more", "一个问题的花费有上限"),
  BETTER_OLD_THAN_NONE(
      "the servers do not answer, and an old answer is better than none", "服务器没有回答，旧答案胜过没有"),
  OLD_FIRST("the old answer is served at once, and renewed meanwhile", "先立即给出旧答案，同时更新"),
  SOON_OVER("less than a tenth of its time is left", "剩余时间不足十分之一"),
  FROM_PROOF("a validated proof in the cache covers the name", "缓存中经过验证的证明已覆盖该名称"),
  NO_SERVER_LEFT("no server of the zone helped", "该区没有服务器能帮上忙"),
  NOTHING_CAME("nothing came in time", "没有及时收到回答"),
  NOT_REACHED("it could not be reached", "无法到达它"),
  MUST_FIT("an answer must fit its question in every point", "答案必须在每一点上与问题相符");

  private final String en;
  private final String zh;

  RecursionReason(String en, String zh) {
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
