package dev.glasshouse.server.forms;

/**
 * Limits of forms.
 *
 * @param total bytes of a form with files, with all that stands around them: 256 MiB
 * @param file bytes of one file: 128 MiB
 * @param field bytes of one value that is no file: 1 MiB
 * @param pairs bytes of a form without files: 1 MiB
 * @param parts fields and files: 1,000, as other servers have it
 * @param head bytes of the fields of one part: 8 KiB
 * @param name characters of a field's or a file's name: 255, as file systems have it
 * @param memory bytes of a file from which on it waits on the disk: 64 KiB
 */
public record FormLimits(
    long total, long file, int field, int pairs, int parts, int head, int name, int memory) {
  /** The usual ones. */
  public static final FormLimits USUAL =
      new FormLimits(256L << 20, 128L << 20, 1 << 20, 1 << 20, 1000, 8 * 1024, 255, 64 * 1024);
}
