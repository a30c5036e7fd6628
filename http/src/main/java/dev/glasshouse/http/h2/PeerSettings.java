package dev.glasshouse.http.h2;

import io.netty.handler.codec.http2.Http2Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * What the peer allows (RFC 9113 6.5.2).
 *
 * @param table bytes of the compression table
 * @param push whether it takes pushes
 * @param streams exchanges at once
 * @param window bytes of content on a new stream
 * @param frame bytes of a frame
 * @param section bytes of a field section; advisory
 * @param connect whether its streams take other protocols (RFC 8441 3)
 */
record PeerSettings(
    long table, boolean push, long streams, int window, int frame, long section, boolean connect) {
  private static final int CONNECT = 8;

  /** What holds before the peer has said anything; of streams, what is usual is hoped for. */
  static final PeerSettings INITIAL =
      new PeerSettings(4096, true, 100, 65_535, 16_384, Long.MAX_VALUE, false);

  /** These with what one frame says. Netty has checked the values. */
  PeerSettings with(Http2Settings said, boolean first) {
    Long newTable = said.headerTableSize();
    Boolean newPush = said.pushEnabled();
    Long newStreams = said.maxConcurrentStreams();
    Integer newWindow = said.initialWindowSize();
    Integer newFrame = said.maxFrameSize();
    Long newSection = said.maxHeaderListSize();
    Long newConnect = said.get((char) CONNECT);
    long unsaid = first ? Integer.MAX_VALUE : streams;
    return new PeerSettings(
        newTable == null ? table : newTable,
        newPush == null ? push : newPush,
        newStreams == null ? unsaid : newStreams,
        newWindow == null ? window : newWindow,
        newFrame == null ? frame : newFrame,
        newSection == null ? section : newSection,
        newConnect == null ? connect : newConnect == 1);
  }

  /** A line for each that a frame says. */
  static List<String> lines(Http2Settings said) {
    var lines = new ArrayList<String>();
    said.forEach((id, value) -> lines.add(name(id) + ": " + value));
    return lines;
  }

  private static String name(int id) {
    return switch (id) {
      case 1 -> "HEADER_TABLE_SIZE";
      case 2 -> "ENABLE_PUSH";
      case 3 -> "MAX_CONCURRENT_STREAMS";
      case 4 -> "INITIAL_WINDOW_SIZE";
      case 5 -> "MAX_FRAME_SIZE";
      case 6 -> "MAX_HEADER_LIST_SIZE";
      case 8 -> "ENABLE_CONNECT_PROTOCOL";
      case 9 -> "NO_RFC7540_PRIORITIES";
      default -> "0x" + Integer.toHexString(id);
    };
  }
}
