package dev.glasshouse.http.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Where an entry is on disk.
 *
 * @param id the entry's number; never used twice
 * @param hash the digest of its key
 * @param segment the segment that its record is in
 * @param offset where in it the record begins
 * @param headLength bytes of its head
 * @param bodyLength bytes of its body
 * @param bodyFile the number of the file that its body is in; 0 when the body follows the head
 */
record Slot(
    long id, Hash hash, int segment, int offset, int headLength, long bodyLength, long bodyFile) {

  /**
   * The first half of a SHA-256 digest of a key: the key itself is in the head, and compared there.
   */
  record Hash(long high, long low) {
    static Hash of(CacheKey key) {
      try {
        byte[] digest =
            MessageDigest.getInstance("SHA-256")
                .digest(key.text().getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes = ByteBuffer.wrap(digest);
        return new Hash(bytes.getLong(), bytes.getLong());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }

  /** Bytes of its record in the segment. */
  long recordLength() {
    return Segment.HEADER + headLength + (bodyFile == 0 ? bodyLength : 0);
  }

  /** The same record elsewhere. */
  Slot at(int newSegment, int newOffset) {
    return new Slot(id, hash, newSegment, newOffset, headLength, bodyLength, bodyFile);
  }
}
