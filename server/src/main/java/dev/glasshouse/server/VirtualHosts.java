package dev.glasshouse.server;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.server.rules.HostTable;
import java.io.IOException;
import java.util.Map;

/** Chooses a site by the name that the request is for (RFC 9110 7.2). */
public final class VirtualHosts implements Handler {
  private final Map<String, Handler> sites;

  /** Sites by their names, in lower case; a request for another name is answered 421. */
  public VirtualHosts(Map<String, Handler> sites) {
    this.sites = Map.copyOf(sites);
  }

  @Override
  public Response handle(Request request) throws IOException {
    return handle(request, Aside.NONE);
  }

  @Override
  public Response handle(Request request, Aside aside) throws IOException {
    Handler site = sites.get(HostTable.host(request.authority()));
    return site == null
        ? Response.text(Status.MISDIRECTED_REQUEST, "No site of that name is served here.\n")
        : site.handle(request, aside);
  }
}
