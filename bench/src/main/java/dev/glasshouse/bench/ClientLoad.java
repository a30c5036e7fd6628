package dev.glasshouse.bench;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Family;
import dev.glasshouse.dns.Names;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.client.ClientOptions;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.url.Url;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import tech.kwik.flupke.Http3ClientBuilder;

/**
 * One HTTP client under load, as a process of its own: {@code ours|recorded|turns|okhttp|jdk|kwik
 * VERSION AUTHORITY-FILE URL REQUESTS CONCURRENCY ROUNDS}, VERSION being 1, 2 or 3, AUTHORITY-FILE
 * the PEM of the one authority that is trusted ({@code -} for none). With {@code -} for ROUNDS
 * there is a round for each line that comes in, which says how many requests it has; the end of
 * what comes in is the end.
 *
 * <p>Prints a line for each round (requests a second, microseconds of processor time a request,
 * bytes that a request allocates, milliseconds of collections) and one for the process ({@code peak
 * MiB}). {@code recorded} is ours with a journey for each request, {@code turns} ours with one in
 * every second round: what else differs from process to process is the same for both then.
 */
public final class ClientLoad {
  private ClientLoad() {}

  /** One client. */
  private interface Client extends AutoCloseable {
    /** Gets a URL and reads the body to its end; its length. */
    long get(String url) throws Exception;
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    String url = arguments[3];
    int concurrency = Integer.parseInt(arguments[5]);
    try (Client client = client(arguments[0], arguments[1], arguments[2], concurrency)) {
      Iterator<Integer> rounds = rounds(arguments[4], arguments[6]);
      for (int round = 0; rounds.hasNext(); round++) {
        int requests = rounds.next();
        if (client instanceof Ours its && arguments[0].equals("turns")) {
          its.recorded = round % 2 == 1;
        }
        long bytesBefore = allocated();
        long gc = collecting();
        long cpu = cpu();
        long begin = System.nanoTime();
        long bytes = round(client, url, requests, concurrency);
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
            Locale.ROOT,
            "round %d: %.1f requests/s, %.1f us CPU a request, %.1f MB/s, %.0f bytes a request, "
                + "%d ms of collections%n",
            round + 1,
            requests / seconds,
            (cpu() - cpu) / 1e3 / requests,
            bytes / 1e6 / seconds,
            (allocated() - bytesBefore) / (double) requests,
            collecting() - gc);
      }
    }
    System.out.printf(Locale.ROOT, "peak %.1f MiB%n", peak());
  }

  /** How many requests each round has. */
  private static Iterator<Integer> rounds(String requests, String rounds) {
    if (rounds.equals("-")) {
      var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      return in.lines().map(Integer::valueOf).iterator();
    }
    return Collections.nCopies(Integer.parseInt(rounds), Integer.valueOf(requests)).iterator();
  }

  private static Client client(String kind, String version, String authority, int concurrency)
      throws Exception {
    boolean two = version.equals("2");
    return switch (kind) {
      case "ours" -> new Ours(authority, version, false, concurrency);
      case "turns" -> new Ours(authority, version, false, concurrency);
      case "recorded" -> new Ours(authority, version, true, concurrency);
      case "okhttp" -> okhttp(two, authority);
      case "jdk" -> jdk(two, authority);
      case "kwik" -> kwik(authority);
      default -> throw new IllegalArgumentException("no client " + kind);
    };
  }

  private static long round(Client client, String url, int requests, int concurrency)
      throws Exception {
    var left = new AtomicLong(requests);
    var bytes = new AtomicLong();
    var problem = new AtomicReference<Exception>();
    var done = new CountDownLatch(concurrency);
    for (int i = 0; i < concurrency; i++) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              while (left.getAndDecrement() > 0) {
                bytes.addAndGet(client.get(url));
              }
            } catch (Exception e) {
              problem.set(e);
            } finally {
              done.countDown();
            }
          });
    }
    done.await();
    if (problem.get() != null) {
      throw problem.get();
    }
    return bytes.get();
  }

  private static long cpu() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  /** Bytes that all threads have allocated so far. */
  private static long allocated() {
    return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
        ? threads.getTotalThreadAllocatedBytes()
        : 0;
  }

  /** Milliseconds that the collectors have taken so far. */
  private static long collecting() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(each -> each.getCollectionTime())
        .sum();
  }

  private static double peak() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    return 0;
  }

  private static long drain(InputStream in) throws IOException {
    byte[] into = new byte[64 * 1024];
    long bytes = 0;
    for (int n = in.read(into); n >= 0; n = in.read(into)) {
      bytes += n;
    }
    return bytes;
  }

  private static final class Ours implements Client {
    private final OsNetwork network = OsNetwork.open();
    private final HttpClient client;
    private volatile boolean recorded;

    Ours(String authority, String version, boolean recorded, int concurrency) {
      this.recorded = recorded;
      List<Path> trusted = authority.equals("-") ? List.of() : List.of(Path.of(authority));
      var tls = new TlsClient(new TlsOptions(TlsOptions.Verification.STRICT, trusted));
      // As many connections as the peers take; a browser has 6.
      Limits.Pool pool = Limits.CLIENT.pool();
      this.client =
          HttpClient.over(
              new Dialer(network, Ours::here, tls),
              Limits.CLIENT.with(
                  new Limits.Pool(
                      concurrency,
                      pool.overtakes(),
                      pool.attempts(),
                      pool.exchanges(),
                      pool.accepted(),
                      pool.total(),
                      pool.origins())),
              ClientOptions.DEFAULT.with(
                  switch (version) {
                    case "3" -> VersionDemand.HTTP_3;
                    case "2" -> VersionDemand.HTTP_2;
                    default -> VersionDemand.HTTP_1_1;
                  }));
    }

    private static Addresses here(
        String host, Deadline deadline, Trail trail, Names.Arrivals arrivals) {
      List<InetAddress> addresses = List.of(InetAddress.getLoopbackAddress());
      arrivals.arrived(Family.of(addresses.getFirst()), addresses);
      return new Addresses(host, host, addresses, "benchmark", Duration.ZERO);
    }

    @Override
    public long get(String url) throws IOException {
      Trail trail = recorded ? Recorder.start().trail() : Trail.OFF;
      Response response = client.send(Request.get(Url.parse(url)), Priority.MEDIUM, trail);
      try (BodyStream body = response.body().open()) {
        return drain(body);
      }
    }

    @Override
    public void close() {
      client.close();
      network.close();
    }
  }

  private static Client okhttp(boolean two, String authority) throws Exception {
    var dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(256);
    dispatcher.setMaxRequestsPerHost(256);
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .connectionPool(new ConnectionPool(32, 5, java.util.concurrent.TimeUnit.MINUTES))
            .protocols(
                two ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1) : List.of(Protocol.HTTP_1_1));
    if (!authority.equals("-")) {
      TrustManagerFactory trust = trust(authority);
      builder.sslSocketFactory(
          context(trust).getSocketFactory(), (X509TrustManager) trust.getTrustManagers()[0]);
    }
    OkHttpClient client = builder.build();
    return new Client() {
      @Override
      public long get(String url) throws IOException {
        var request = new okhttp3.Request.Builder().url(url).build();
        try (okhttp3.Response response = client.newCall(request).execute()) {
          return drain(response.body().byteStream());
        }
      }

      @Override
      public void close() {
        client.connectionPool().evictAll();
      }
    };
  }

  private static Client jdk(boolean two, String authority) throws Exception {
    java.net.http.HttpClient.Builder builder =
        java.net.http.HttpClient.newBuilder()
            .version(
                two
                    ? java.net.http.HttpClient.Version.HTTP_2
                    : java.net.http.HttpClient.Version.HTTP_1_1);
    if (!authority.equals("-")) {
      builder.sslContext(context(trust(authority)));
    }
    return over(builder.build());
  }

  private static Client kwik(String authority) throws Exception {
    var builder = new Http3ClientBuilder();
    if (authority.equals("-")) {
      builder.disableCertificateCheck();
    } else {
      builder.trustManager((X509TrustManager) trust(authority).getTrustManagers()[0]);
    }
    return over(builder.build());
  }

  private static Client over(java.net.http.HttpClient client) {
    return new Client() {
      @Override
      public long get(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        try (InputStream in = client.send(request, BodyHandlers.ofInputStream()).body()) {
          return drain(in);
        }
      }

      @Override
      public void close() {
        client.shutdownNow();
      }
    };
  }

  private static TrustManagerFactory trust(String authority) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(Path.of(authority))) {
      var certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      store.setCertificateEntry("authority", certificate);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust;
  }

  private static SSLContext context(TrustManagerFactory trust) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
