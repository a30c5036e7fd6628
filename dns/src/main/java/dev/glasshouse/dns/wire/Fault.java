package dev.glasshouse.dns.wire;

/** What can be wrong with a message's bytes. */
public enum Fault {
  /** Nothing is. */
  NONE("nothing"),
  /** Shorter than a header. */
  SHORT("less than a header"),
  /** More than one question (RFC 9619). */
  QUESTIONS("more than one question"),
  /** More records than the limit allows. */
  RECORDS("too many records"),
  /** A name, a record or a question goes past the end of the message. */
  CUT("a record runs out of the message"),
  /** A name goes past the end of the message. */
  NAME_CUT("a name runs out of the message"),
  /** A pointer that does not lead back, or one of too many. */
  POINTER("a compression pointer leads nowhere good"),
  /** A label that is neither text nor a pointer. */
  LABEL("a label of an unknown kind"),
  /** A name of more than 255 bytes. */
  NAME_LONG("a name longer than 255 bytes"),
  /** Names that together walk further than the limit allows. */
  STEPS("the names take too many steps"),
  /** Data that does not have the form of its type. */
  DATA("a record's data has not the form of its type"),
  /** A name in data where compression is not allowed (RFC 9460 section 2.2). */
  COMPRESSED("the target of an HTTPS record is compressed"),
  /** An OPT record too many, in a wrong place, with an owner, or with broken options (RFC 6891). */
  EDNS("a malformed OPT record"),
  /** A signature record that is not the last one (RFC 8945 section 5.1). */
  SIGNATURE("a transaction signature that is not the last record");

  private final String text;

  Fault(String text) {
    this.text = text;
  }

  /** What is wrong, in a few words. */
  public String text() {
    return text;
  }
}
