package dev.glasshouse.http.caching;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the rules know of a stored response; its body is the store's.
 *
 * @param status its status code; a part (206) is stored with 200, the whole's
 * @param reason its reason phrase; may be empty
 * @param fields its fields as {@link StoredFields#toStore} left them, without Content-Range
 * @param selecting the request's fields that Vary names, normalized; see {@link Vary#selecting}
 * @param requestTime when the request was sent
 * @param responseTime when the response came
 * @param part which bytes of the representation are there
 * @param took how long the network took for it
 * @param control its Cache-Control, read
 * @param shared what counts in its place for a shared cache (RFC 9213); mostly the same
 */
public record Stored(
    Status status,
    String reason,
    Fields fields,
    Fields selecting,
    Instant requestTime,
    Instant responseTime,
    Part part,
    Duration took,
    CacheControl control,
    CacheControl shared) {

  /** A stored response; its Cache-Control is read from its fields. */
  public static Stored of(
      Status status,
      String reason,
      Fields fields,
      Fields selecting,
      Instant requestTime,
      Instant responseTime,
      Part part,
      Duration took) {
    return new Stored(
        status,
        reason,
        fields,
        selecting,
        requestTime,
        responseTime,
        part,
        took,
        CacheControl.of(fields),
        CacheControl.of(Policy.SHARED, fields));
  }

  /** The directives that count for a kind of cache. */
  public CacheControl control(Policy policy) {
    return policy == Policy.SHARED ? shared : control;
  }

  /** The same with other fields, as of other moments: it was validated. */
  public Stored with(Fields newFields, Instant newRequestTime, Instant newResponseTime) {
    return of(status, reason, newFields, selecting, newRequestTime, newResponseTime, part, took);
  }

  /** The same with other bytes. */
  public Stored with(Part newPart) {
    return of(status, reason, fields, selecting, requestTime, responseTime, newPart, took);
  }

  /** Its entity tag, where it has one that is written as one. */
  public Optional<EntityTag> tag() {
    return fields.first("ETag").flatMap(EntityTag::parse);
  }
}
