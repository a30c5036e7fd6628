package dev.glasshouse.layout.paint;

/** A picture was asked for that is larger than the limits allow; the message says both. */
public final class PictureTooLarge extends Exception {
  private static final long serialVersionUID = 1L;

  PictureTooLarge(long width, long height, String limit) {
    super("a picture of " + width + " x " + height + " pixels is too large: " + limit);
  }
}
