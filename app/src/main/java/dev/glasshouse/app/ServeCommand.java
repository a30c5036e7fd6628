package dev.glasshouse.app;

import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.net.quic.QuicOptions;
import dev.glasshouse.server.files.FileHandler;
import dev.glasshouse.server.files.FileOptions;
import dev.glasshouse.server.files.FileOptions.Switch;
import dev.glasshouse.server.files.FolderTree;
import dev.glasshouse.server.programs.Cgi;
import dev.glasshouse.server.programs.FastCgi;
import dev.glasshouse.server.programs.ProgramLimits;
import dev.glasshouse.server.programs.ScriptHandler;
import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code glass serve}: a folder as a web site. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Serves a folder over HTTP until it is ended (Ctrl-C), and tells each request in a line, with",
      "what decided its answer."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:it was ended",
      "1:the folder cannot be read, or an address cannot be had",
      "2:the command was used wrongly"
    })
final class ServeCommand implements Callable<Integer> {
  private static final int HTTP_PORT = 8080;
  private static final int HTTPS_PORT = 8443;
  private static final int FASTCGI_PORT = 9000;

  @Mixin private final Console console = new Console();
  @Mixin private final LanguageOption language = new LanguageOption();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DIR",
      description = "the folder; the one where you are when not said")
  private Path folder = Path.of(".");

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS[:PORT]",
      description = {
        "where to listen by HTTP/1.0, 1.1 and 2: port " + HTTP_PORT + " when not said, port 0 for",
        "a free one; repeatable. 127.0.0.1:" + HTTP_PORT + " when no place at all is said"
      })
  private List<String> plain = new ArrayList<>();

  @Option(
      names = "--tls-listen",
      paramLabel = "ADDRESS[:PORT]",
      description = {
        "where to listen by HTTPS: HTTP/1.1 and 2 by TCP, HTTP/3 by UDP; port "
            + HTTPS_PORT
            + " when not",
        "said; repeatable"
      })
  private List<String> secured = new ArrayList<>();

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = {
        "the certificate for --tls-listen with its intermediates, PEM, with --key; made anew, for",
        "this run, when not said"
      })
  private @Nullable Path certificate;

  @Option(names = "--key", paramLabel = "FILE", description = "its private key, PEM (PKCS #8)")
  private @Nullable Path key;

  @Option(names = "--list", description = "list folders that have no index.html")
  private boolean list;

  @Option(names = "--write", description = "let clients write and remove files (PUT, DELETE)")
  private boolean write;

  @Option(names = "--hidden", description = "serve names that begin with a dot")
  private boolean hidden;

  @Option(
      names = "--php",
      paramLabel = "SOCKET|ADDRESS:PORT",
      description = "run *.php by FastCGI, with the PHP-FPM that listens there")
  private @Nullable String php;

  @Option(names = "--cgi", description = "run files whose names end with .cgi (RFC 3875)")
  private boolean cgi;

  @Option(
      names = "--log",
      paramLabel = "FORM",
      description = {
        "how requests are told: line (with the why), combined (as Apache and nginx have it), story",
        "(everything), json (the journey, an object a line), none; line when not said"
      })
  private RequestStories.Form form = RequestStories.Form.LINE;

  @Override
  public Integer call() {
    if ((certificate == null) != (key == null)) {
      throw console.wrong("--cert and --key belong together");
    }
    if (certificate != null && secured.isEmpty()) {
      throw console.wrong("--cert is for --tls-listen");
    }
    List<String> places = plain.isEmpty() && secured.isEmpty() ? List.of("127.0.0.1") : plain;
    List<InetSocketAddress> open = addresses(places, HTTP_PORT);
    List<InetSocketAddress> closed = addresses(secured, HTTPS_PORT);
    PrintWriter lines = form == RequestStories.Form.JSON ? console.err() : console.out();
    var servers = new ArrayList<AutoCloseable>();
    try (UntilEnded end = UntilEnded.begin();
        Network network = OsNetwork.open(Runtime.getRuntime().availableProcessors());
        RequestStories stories = RequestStories.begin(form, language.chosen(), console.out())) {
      Handler site = site(network);
      try {
        for (InetSocketAddress place : open) {
          HttpServer server = listen(network, place, Optional.empty(), site, stories);
          servers.add(server);
          lines.println("served at http://" + AddressText.of(server.address()) + "/");
        }
        if (!closed.isEmpty()) {
          secured(network, closed, site, stories, servers, lines);
        }
        lines.flush();
        end.await();
      } finally {
        close(servers);
      }
      stories.close();
      long asked = stories.begun();
      lines.println("ended after " + asked + (asked == 1 ? " request" : " requests"));
      lines.flush();
      return Glass.OK;
    } catch (IOException e) {
      console.err().println("glass: " + Glass.text(e));
      return Glass.FAILED;
    }
  }

  private List<InetSocketAddress> addresses(List<String> texts, int port) {
    return texts.stream()
        .map(text ->
            AddressText.parse(text, port)
                .orElseThrow(() -> console.wrong(text + " is no address to listen at")))
        .toList();
  }

  private Handler site(Network network) throws IOException {
    FileOptions options =
        FileOptions.USUAL
            .listings(list ? Switch.ON : Switch.OFF)
            .writing(write ? Switch.ON : Switch.OFF)
            .hidden(hidden ? Switch.ON : Switch.OFF);
    Handler site = new FileHandler(FolderTree.of(folder), options, InstantSource.system());
    if (cgi) {
      site =
          new ScriptHandler(
              folder, ".cgi", new Cgi(network, ProgramLimits.USUAL), ProgramLimits.USUAL, site);
    }
    if (php != null) {
      var fastCgi = new FastCgi(network, fastCgi(php), ProgramLimits.USUAL);
      site = new ScriptHandler(folder, ".php", fastCgi, ProgramLimits.USUAL, site);
    }
    return site;
  }

  private SocketAddress fastCgi(String text) {
    return text.contains("/")
        ? UnixDomainSocketAddress.of(text)
        : AddressText.parse(text, FASTCGI_PORT)
            .orElseThrow(() -> console.wrong("--php: " + text + " is no address and no socket"));
  }

  private static HttpServer listen(
      Network network,
      InetSocketAddress place,
      Optional<TlsServer> tls,
      Handler site,
      RequestStories stories)
      throws IOException {
    return HttpServer.listen(network, place, tls, site, Limits.SERVER, Trail.OFF, stories);
  }

  private void secured(
      Network network,
      List<InetSocketAddress> places,
      Handler site,
      RequestStories stories,
      List<AutoCloseable> servers,
      PrintWriter lines)
      throws IOException {
    Certificate shown =
        certificate == null || key == null
            ? Certificate.selfMade(places)
            : Certificate.in(certificate, key);
    TlsServer tls = shown.server("h2", "http/1.1");
    servers.add(tls);
    for (InetSocketAddress place : places) {
      HttpServer server = listen(network, place, Optional.of(tls), site, stories);
      servers.add(server);
      server.alsoQuic(network, tls, QuicOptions.DEFAULT);
      lines.println("served at https://" + AddressText.of(server.address()) + "/");
    }
    lines.println(shown.where());
  }

  private static void close(List<AutoCloseable> servers) throws IOException {
    for (AutoCloseable server : servers.reversed()) {
      try {
        server.close();
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }
}
