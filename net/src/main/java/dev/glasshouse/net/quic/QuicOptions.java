package dev.glasshouse.net.quic;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a side speaks QUIC.
 *
 * @param congestion how it finds out how fast it may send
 * @param earlyData whether requests may go before the handshake where a session is known
 * @param proof when a server asks for a proof of address
 * @param qlog the folder where each connection writes down what happens on it, as qlog has it; it
 *     must be there
 * @param advertising whether a server says over TCP that it speaks QUIC as well
 */
public record QuicOptions(
    CongestionControl congestion,
    EarlyData earlyData,
    AddressProof proof,
    Optional<Path> qlog,
    Advertising advertising) {

  /** Whether a server tells of its QUIC end by Alt-Svc (RFC 7838). */
  public enum Advertising {
    /** It does. */
    ON,
    /** It does not: only who knows of it comes that way. */
    OFF
  }

  /** When a server asks clients to show that they receive at their address (Retry). */
  public enum AddressProof {
    /** Of each new client; costs each a round trip. */
    ALWAYS,
    /** Once many handshakes are under way. */
    UNDER_LOAD
  }

  /** Whether there is early data (0-RTT). */
  public enum EarlyData {
    /** There is. */
    ON,
    /** There is none. */
    OFF
  }

  /** CUBIC, early data, no qlog, told of. */
  public static final QuicOptions DEFAULT =
      new QuicOptions(
          CongestionControl.CUBIC,
          EarlyData.ON,
          AddressProof.UNDER_LOAD,
          Optional.empty(),
          Advertising.ON);

  /** The same with another congestion control. */
  public QuicOptions with(CongestionControl other) {
    return new QuicOptions(other, earlyData, proof, qlog, advertising);
  }

  /** The same with or without early data. */
  public QuicOptions with(EarlyData other) {
    return new QuicOptions(congestion, other, proof, qlog, advertising);
  }

  /** The same with another time to ask for a proof of address. */
  public QuicOptions with(AddressProof other) {
    return new QuicOptions(congestion, earlyData, other, qlog, advertising);
  }

  /** The same, told of over TCP or not. */
  public QuicOptions with(Advertising other) {
    return new QuicOptions(congestion, earlyData, proof, qlog, other);
  }

  /** The same, written down in a folder. */
  public QuicOptions withQlog(Path folder) {
    return new QuicOptions(congestion, earlyData, proof, Optional.of(folder), advertising);
  }
}
