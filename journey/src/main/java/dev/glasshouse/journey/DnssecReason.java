package dev.glasshouse.journey;

/** Reasons in checking whether a zone's records are genuine (DNSSEC). */
public enum DnssecReason implements Reason {
  SIGNED("{0} is signed by the key {1} of {2}", "{0} 由 {2} 的密钥 {1} 签名"),
  NO_SIGNATURE("{0} should be signed by {1}, and is not", "{0} 应由 {1} 签名，却没有签名"),
  SIGNATURE_WRONG(
      "the signature over {0} by the key {1} of {2} does not fit the records",
      "{2} 的密钥 {1} 对 {0} 的签名与记录不符"),
  SIGNATURE_EXPIRED("the signature over {0} was good until {1}", "{0} 的签名有效期到 {1} 为止，已经过期"),
  SIGNATURE_NOT_YET("the signature over {0} is good from {1} on", "{0} 的签名从 {1} 起才有效"),
  SIGNER_OUTSIDE("{0} is signed by {1}, which is not its zone", "{0} 由 {1} 签名，但那不是它所在的区域"),
  SIGNATURE_MISFITS("the signature over {0} says what its records do not", "{0} 的签名所述与其记录不一致"),
  NO_SUCH_KEY("{2} has no key {1} that could have signed {0}", "{2} 没有能签署 {0} 的密钥 {1}"),
  ALGORITHM_MISSING(
      "{0} is not signed with the algorithm {1}, although it says so above",
      "{0} 没有用算法 {1} 签名，而上级说明应当有"),
  TOO_MANY_SIGNATURES(
      "checking {0} would take more signatures than one question may cost",
      "验证 {0} 所需的签名运算超出一次查询允许的数量"),
  TOO_MANY_HASHES(
      "checking {0} would take more hashes than one question may cost",
      "验证 {0} 所需的散列运算超出一次查询允许的数量"),
  KEYS_TRUSTED(
      "a trusted digest or key fits the key {1} of {0}, which signs the zone's keys",
      "可信的摘要或密钥与 {0} 的密钥 {1} 相符，且由它签署该区域的密钥"),
  ALGORITHM_UNKNOWN(
      "{0} is signed with algorithms that are not understood, which counts as unsigned: {1}",
      "{0} 所用的签名算法不被支持，视同未签名：{1}"),
  DIGEST_UNKNOWN(
      "the digests of the keys of {0} are of kinds that are not understood, which counts as unsigned: {1}",
      "{0} 的密钥摘要类型不被支持，视同未签名：{1}"),
  NO_KEYS(
      "{0} has no keys, although a digest of one is published above it",
      "上级公布了 {0} 的密钥摘要，但 {0} 没有密钥"),
  NO_KEY_FITS("no key of {0} fits a digest that is published above it", "{0} 没有与上级公布的摘要相符的密钥"),
  NO_ZONE_KEY("the key {1} of {0} is not marked as a zone's key", "{0} 的密钥 {1} 没有标记为区域密钥"),
  KEYS_UNSIGNED("no trusted key signs the keys of {0}: {1}", "{0} 的密钥没有由可信密钥签名：{1}"),
  KEYS_UNREACHABLE("the keys of {0} could not be had", "无法取得 {0} 的密钥"),
  DS_UNREACHABLE("whether {0} is signed could not be found out", "无法查明 {0} 是否签名"),
  DELEGATED_UNSIGNED(
      "{1} proves that {0} is delegated without a digest of its keys", "{1} 证明 {0} 的委派没有密钥摘要"),
  OPTED_OUT(
      "{1} says that delegations such as {0} are not signed for (opt-out)",
      "{1} 说明像 {0} 这样的委派不作签名（opt-out）"),
  NOT_DELEGATED("{1} proves that {0} is not delegated", "{1} 证明 {0} 不是委派点"),
  NAME_DENIED(
      "{1} proves that there is no {0}, and no wildcard for it", "{1} 证明 {0} 不存在，也没有适用的通配符"),
  TYPE_DENIED("{1} proves that there is no {0}", "{1} 证明没有 {0}"),
  WILDCARD_PROVEN(
      "{1} proves that there is no {0} of its own, so that the wildcard holds",
      "{1} 证明 {0} 自身不存在，因此通配符适用"),
  NOT_DENIED("what came does not prove that there is no {0}", "收到的内容不能证明 {0} 不存在"),
  WILDCARD_UNPROVEN(
      "{0} comes from a wildcard, and nothing proves that there is none of its own",
      "{0} 来自通配符，却没有证据表明它自身不存在"),
  DNAME_FROM_WILDCARD(
      "{0} comes from a wildcard, and what it would redirect is not defined",
      "{0} 来自通配符，其重定向范围没有定义"),
  ITERATIONS(
      "the hashes of {0} take {1} iterations, more than {2}, which counts as unsigned",
      "{0} 的散列需迭代 {1} 次，超过 {2} 次，视同未签名"),
  DERIVED("{0} follows from {1}, which is signed", "{0} 由已签名的 {1} 推出"),
  NO_ANCHOR("no trust anchor is above {0}", "{0} 之上没有信任锚"),
  SAID_INSECURE("a rule says that {0} is not checked", "规则说明不验证 {0}"),
  ABOVE_BOGUS("a zone above it cannot be trusted: {0}", "它之上的区域不可信：{0}"),
  CHECKED("every record that counts was checked, up to a trust anchor", "所有相关记录都已验证至信任锚");

  private final String en;
  private final String zh;

  DnssecReason(String en, String zh) {
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
