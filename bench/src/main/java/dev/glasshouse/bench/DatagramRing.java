package dev.glasshouse.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One UDP socket for all addresses of this machine, and a ring of datagrams that came there, each
 * of which goes back from the address where it came, with other bytes: batches in one call of the
 * system each way (Linux, 64 bit: recvmmsg(2), sendmmsg(2), ip(7) for IP_PKTINFO).
 */
final class DatagramRing {
  /** The most bytes of a datagram. */
  static final int ROOM = 512;

  /** How many datagrams there may be in it. */
  static final int SLOTS = 1 << 15;

  private static final int BATCH = 64;
  private static final int BUFFER = 1 << 25;

  // struct mmsghdr: a struct msghdr of 56 bytes, a length, and what aligns it.
  private static final int HEADER = 64;
  private static final int NAME_LENGTH = 8;
  private static final int VECTOR = 16;
  private static final int VECTORS = 24;
  private static final int CONTROL = 32;
  private static final int CONTROL_LENGTH = 40;
  private static final int LENGTH = 56;

  private static final int ADDRESS_SIZE = 16;
  private static final int VECTOR_SIZE = 16;
  // A struct cmsghdr of 16 bytes and a struct in_pktinfo of 12, aligned.
  private static final int CONTROL_SIZE = 32;
  private static final int PACKET_ADDRESS = 24;

  private static final int AF_INET = 2;
  private static final int SOCK_DGRAM = 2;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUF = 8;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int IPPROTO_IP = 0;
  private static final int IP_PKTINFO = 8;
  private static final int MSG_DONTWAIT = 0x40;

  private static final MethodHandle SOCKET = function("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = function("bind", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle RECVMMSG =
      function("recvmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle SENDMMSG =
      function("sendmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);

  private final int socket;
  private final MemorySegment headers;
  private final MemorySegment vectors;
  private final MemorySegment controls;
  private final ByteBuffer[] messages = new ByteBuffer[SLOTS];
  private int received;
  private int sent;

  private DatagramRing(int socket, Arena arena) {
    this.socket = socket;
    headers = arena.allocate((long) HEADER * SLOTS, 8);
    vectors = arena.allocate((long) VECTOR_SIZE * SLOTS, 8);
    controls = arena.allocate((long) CONTROL_SIZE * SLOTS, 8);
    MemorySegment addresses = arena.allocate((long) ADDRESS_SIZE * SLOTS, 8);
    MemorySegment bytes = arena.allocate((long) ROOM * SLOTS, 8);
    for (int i = 0; i < SLOTS; i++) {
      long header = (long) HEADER * i;
      headers.set(ADDRESS, header, addresses.asSlice((long) ADDRESS_SIZE * i));
      headers.set(ADDRESS, header + VECTOR, vectors.asSlice((long) VECTOR_SIZE * i));
      headers.set(JAVA_LONG, header + VECTORS, 1);
      headers.set(ADDRESS, header + CONTROL, controls.asSlice((long) CONTROL_SIZE * i));
      MemorySegment its = bytes.asSlice((long) ROOM * i, ROOM);
      vectors.set(ADDRESS, (long) VECTOR_SIZE * i, its);
      messages[i] = its.asByteBuffer();
      ready(i);
    }
  }

  /**
   * A ring on a port of every IPv4 address.
   *
   * @throws IOException when the port cannot be had
   */
  static DatagramRing open(int port) throws IOException {
    Arena arena = Arena.global();
    MemorySegment value = arena.allocate(JAVA_INT);
    MemorySegment address = arena.allocate(ADDRESS_SIZE, 8);
    address.set(JAVA_SHORT, 0, (short) AF_INET);
    address.set(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 2, (short) port);
    int socket = call(() -> (int) SOCKET.invokeExact(AF_INET, SOCK_DGRAM, 0));
    set(socket, SOL_SOCKET, SO_RCVBUF, value, BUFFER);
    // More than the system allows everybody, where we may.
    set(socket, SOL_SOCKET, SO_RCVBUFFORCE, value, BUFFER);
    set(socket, IPPROTO_IP, IP_PKTINFO, value, 1);
    if (call(() -> (int) BIND.invokeExact(socket, address, ADDRESS_SIZE)) < 0) {
      throw new IOException("port " + port + " cannot be had");
    }
    return new DatagramRing(socket, arena);
  }

  /** Takes what has come, without waiting: the numbers of new messages begin where it ended. */
  int receive() {
    int room = Math.min(BATCH, SLOTS - (received - sent));
    int slot = received & SLOTS - 1;
    int most = Math.min(room, SLOTS - slot);
    int count =
        call(() ->
            (int)
                RECVMMSG.invokeExact(socket, header(slot), most, MSG_DONTWAIT, MemorySegment.NULL));
    received += Math.max(0, count);
    return Math.max(0, count);
  }

  /** The number of the message that comes next. */
  int received() {
    return received;
  }

  /** The number of the message that is sent next. */
  int sent() {
    return sent;
  }

  /** Where the bytes of a message stand, as many as came, and are overwritten. */
  ByteBuffer message(int number) {
    int slot = number & SLOTS - 1;
    return messages[slot].clear().limit(headers.get(JAVA_INT, (long) HEADER * slot + LENGTH));
  }

  /** The address of ours that a message came to, its first byte highest. */
  int address(int number) {
    long at = (long) CONTROL_SIZE * (number & SLOTS - 1) + PACKET_ADDRESS;
    return Integer.reverseBytes(controls.get(JAVA_INT, at));
  }

  /** Sends messages back, from the next on, as many bytes of each as stand before its limit. */
  void send(int count) {
    for (int left = count; left > 0; ) {
      int slot = sent & SLOTS - 1;
      int most = Math.min(Math.min(left, BATCH), SLOTS - slot);
      for (int i = slot; i < slot + most; i++) {
        vectors.set(JAVA_LONG, (long) VECTOR_SIZE * i + 8, messages[i].limit());
      }
      // What cannot be sent is lost, as datagrams are.
      int done = Math.max(1, call(() -> (int) SENDMMSG.invokeExact(socket, header(slot), most, 0)));
      for (int i = slot; i < slot + done; i++) {
        ready(i);
      }
      sent += done;
      left -= done;
    }
  }

  private void ready(int slot) {
    long header = (long) HEADER * slot;
    headers.set(JAVA_INT, header + NAME_LENGTH, ADDRESS_SIZE);
    headers.set(JAVA_LONG, header + CONTROL_LENGTH, CONTROL_SIZE);
    vectors.set(JAVA_LONG, (long) VECTOR_SIZE * slot + 8, ROOM);
  }

  private MemorySegment header(int slot) {
    return headers.asSlice((long) HEADER * slot);
  }

  private static void set(int socket, int level, int name, MemorySegment value, int to) {
    value.set(JAVA_INT, 0, to);
    int _ = call(() -> (int) SETSOCKOPT.invokeExact(socket, level, name, value, Integer.BYTES));
  }

  private static MethodHandle function(String name, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
  }

  /** A call of the system. */
  private interface Call {
    int make() throws Throwable;
  }

  private static int call(Call call) {
    try {
      return call.make();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("a call of the system", e);
    }
  }
}
