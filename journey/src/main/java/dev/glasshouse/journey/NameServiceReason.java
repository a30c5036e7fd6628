package dev.glasshouse.journey;

/** Reasons of a name server's policy, and of the ways to it that are not DNS's own. */
public enum NameServiceReason implements Reason {
  NAME_IN_RULE("{0} is the rule's name", "{0} 正是规则所列的名称"),
  ALIAS_IN_RULE(
      "{0} leads to {1} as an alias, and the rule holds for that", "{0} 是别名，指向 {1}，而规则对后者有效"),
  NAME_BELOW_RULE(
      "{0} lies below {1}, and the rule holds for all that is there", "{0} 位于 {1} 之下，规则对其下全部名称有效"),
  SMALLEST_TTL("{0} seconds are the smallest lifetime among its answers", "答案记录中最短的生存时间为 {0} 秒"),
  NEGATIVE_TTL(
      "{0} seconds are how long the zone lets \"there is none\" be kept", "该区域允许“没有记录”的结论保留 {0} 秒"),
  NOTHING_TO_KEEP("it has no lifetime: nothing in it says how long it holds", "其中没有说明有效期，不可保留"),
  NO_MESSAGE("the request brings no question: {0}", "请求中没有可用的问题：{0}"),
  NO_ANSWER("there was no answer: {0}", "没有得到答案：{0}"),
  NOT_WELCOME("the access list does not have {0}", "访问列表中没有 {0}");

  private final String en;
  private final String zh;

  NameServiceReason(String en, String zh) {
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
