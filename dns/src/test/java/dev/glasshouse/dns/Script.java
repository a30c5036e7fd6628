package dev.glasshouse.dns;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** A transport that answers by a table: what is asked for, and the bytes that come back. */
final class Script implements Transport {
  private final Map<String, UnaryOperator<byte[]>> answers = new ConcurrentHashMap<>();
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  /** What is answered to a question, for example {@code "www.site.test A"}. */
  Script on(String question, UnaryOperator<byte[]> answer) {
    answers.put(question, answer);
    return this;
  }

  /** Records that answer a question. */
  Script on(String question, String... records) {
    return on(question, bytes -> Wire.answer(bytes, records));
  }

  @Override
  public Exchange udp(InetSocketAddress server, byte[] message, Replies replies) {
    String question = Wire.name(message) + " " + Wire.type(message);
    asked.add(question);
    UnaryOperator<byte[]> answer = answers.get(question);
    if (answer == null) {
      replies.failed("the script does not know " + question);
    } else {
      replies.message(server, answer.apply(message));
    }
    return () -> {};
  }

  @Override
  public Exchange tcp(InetSocketAddress server, byte[] message, Replies replies) {
    replies.failed("the script speaks no TCP");
    return () -> {};
  }
}
