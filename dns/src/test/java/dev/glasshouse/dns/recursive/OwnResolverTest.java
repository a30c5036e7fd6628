package dev.glasshouse.dns.recursive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.BuiltIn;
import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.HostsFile;
import dev.glasshouse.dns.NameCache;
import dev.glasshouse.dns.NameException;
import dev.glasshouse.dns.ResolvConf;
import dev.glasshouse.dns.Resolver;
import dev.glasshouse.dns.Transport;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.NameStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.RecursionStep;
import dev.glasshouse.journey.Step;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** The browser's way of a name with our own resolver at its end, over servers out of a script. */
class OwnResolverTest {
  @TempDir Path folder;
  private final EventLoop loop = new DefaultEventLoop();
  private final World world = World.usual(World.plain());
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** Answers on the loop, as sockets do. */
  private final class Scripted implements Transport {
    @Override
    public Exchange udp(InetSocketAddress server, byte[] message, Replies replies) {
      Message question = World.message(message);
      asked.add(server.getAddress().getHostAddress() + " " + question.getQuestion().getName());
      World.Server its = world.servers.get(server.getAddress());
      loop.execute(() -> {
        if (its == null) {
          replies.failed("nobody listens there");
        } else {
          its.apply(question).forEach(answer -> replies.message(server, answer));
        }
      });
      return () -> {};
    }

    @Override
    public Exchange tcp(InetSocketAddress server, byte[] message, Replies replies) {
      return udp(server, message, replies);
    }
  }

  /** What came of a lookup. */
  private record Looked(Addresses addresses, Journey journey) {
    <S extends Step> List<S> steps(Class<S> kind) {
      return journey.entries().stream()
          .map(Entry::step)
          .filter(kind::isInstance)
          .map(kind::cast)
          .toList();
    }
  }

  private Resolver resolver(OwnResolver own) {
    return new Resolver(
        Resolver.Parts.system(new Scripted())
            .with(BuiltIn.NONE)
            .with(new NameCache())
            .with(new HostsFile(folder.resolve("hosts")))
            .with(ResolvConf.parse("nameserver 192.0.2.53\nsearch example.test\n"))
            .with(own));
  }

  private OwnResolver own() {
    RecursorOptions options =
        World.plain()
            .hints(List.of(new RootHint(World.name("ns.root."), List.of(World.ROOT))))
            .build();
    return (OwnResolver) OwnResolver.with(options).open(new Scripted(), loop);
  }

  private static Looked look(Resolver resolver, String name) throws NameException {
    var recorder = Recorder.start();
    Addresses found =
        resolver.addresses(name, Deadline.in(Duration.ofSeconds(60)), recorder.trail());
    return new Looked(found, recorder.journey());
  }

  private void fails(String name, NameException.Outcome outcome, String source) {
    try (OwnResolver own = own()) {
      Resolver resolver = resolver(own);
      assertThatExceptionOfType(NameException.class)
          .isThrownBy(() -> look(resolver, name))
          .satisfies(e -> {
            assertThat(e.outcome()).isEqualTo(outcome);
            assertThat(e.source()).isEqualTo(source);
          });
    }
  }

  @Test
  void itIsAskedInPlaceOfTheSystemsServersAndOnce() throws Exception {
    try (OwnResolver own = own()) {
      Resolver resolver = resolver(own);
      Looked looked = look(resolver, "www.example.test");
      assertThat(looked.addresses().list()).containsExactly(InetAddress.ofLiteral("198.51.100.1"));
      assertThat(looked.addresses().source()).isEqualTo("our own resolver");
      assertThat(looked.addresses().ttl()).isEqualTo(Duration.ofSeconds(300));
      assertThat(looked.steps(NameStep.ResolverAsked.class))
          .containsExactlyInAnyOrder(
              new NameStep.ResolverAsked("www.example.test", "A", "NOERROR"),
              new NameStep.ResolverAsked("www.example.test", "AAAA", "NOERROR"));
      assertThat(looked.steps(RecursionStep.RecursionAnswered.class)).hasSize(2);
      assertThat(asked).noneMatch(each -> each.startsWith("192.0.2.53 "));
      int before = asked.size();
      assertThat(look(resolver, "www.example.test").addresses().source())
          .isEqualTo("the browser's cache");
      assertThat(asked).hasSize(before);
    }
  }

  @Test
  void whatComesBeforeServersComesBeforeIt() throws Exception {
    Files.writeString(folder.resolve("hosts"), "192.0.2.80 www.example.test\n");
    try (OwnResolver own = own()) {
      Resolver resolver = resolver(own);
      assertThat(look(resolver, "www.example.test").addresses().list())
          .containsExactly(InetAddress.ofLiteral("192.0.2.80"));
      assertThat(look(resolver, "192.0.2.9").addresses().source()).isEqualTo("itself");
      assertThat(look(resolver, "localhost").addresses().source()).isEqualTo("a rule");
      assertThat(asked).isEmpty();
      assertThat(look(resolver, "alias").addresses().canonicalName())
          .as("a short name, by the search list")
          .isEqualTo("www.example.test");
    }
  }

  @Test
  void failuresAreToldApart() {
    fails("gone.example.test.", NameException.Outcome.NXDOMAIN, "our own resolver");
    fails("example.test.", NameException.Outcome.NODATA, "our own resolver");
    world.server(
        "192.0.2.3",
        question -> {
          Message refusal = World.answer(question);
          refusal.getHeader().setRcode(Rcode.REFUSED);
          return List.of(refusal.toWire());
        });
    fails(
        "www.example.test.",
        NameException.Outcome.SERVFAIL,
        "our own resolver: no server of example.test. helped; 192.0.2.3:53: REFUSED");
  }

  @Test
  void whoDoesNotGetPastTheRootIsToldWhy() {
    world.servers.remove(World.ROOT);
    fails(
        "www.example.test.",
        NameException.Outcome.SERVFAIL,
        "our own resolver: no server of the root answers");
    // As where somebody on the way answers all questions himself.
    world.server(
        "192.0.2.1",
        question -> {
          Message own = World.answer(question, Flags.RA);
          own.getHeader().setRcode(Rcode.SERVFAIL);
          return List.of(own.toWire());
        });
    fails(
        "www.example.test.",
        NameException.Outcome.SERVFAIL,
        "our own resolver: what answers in the place of the root's servers only resolves for"
            + " others");
  }
}
