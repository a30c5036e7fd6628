package dev.glasshouse.edge.balance;

import dev.glasshouse.url.Url;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * The servers of a pool as a file has them: one a line, {@code URL [weight=N] [backup]}; what
 * follows a number sign is a comment. Pure.
 *
 * @param servers the servers
 * @param faults what is wrong, each with its line; where there is one, the list is not to be used
 */
public record ServerList(List<ServerSpec> servers, List<String> faults) {

  /** Reads a list. */
  public static ServerList read(List<String> lines) {
    var servers = new ArrayList<ServerSpec>();
    var faults = new ArrayList<String>();
    var lineOf = new HashMap<String, Integer>();
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i);
      int comment = text.indexOf('#');
      text = (comment < 0 ? text : text.substring(0, comment)).strip();
      if (!text.isEmpty()) {
        try {
          ServerSpec server = server(text);
          Integer before = lineOf.putIfAbsent(server.name(), i + 1);
          if (before == null) {
            servers.add(server);
          } else {
            faults.add(
                "line "
                    + (i + 1)
                    + ": "
                    + server.name()
                    + " stands in line "
                    + before
                    + " already");
          }
        } catch (IllegalArgumentException e) {
          faults.add("line " + (i + 1) + ": " + e.getMessage());
        }
      }
    }
    if (servers.isEmpty() && faults.isEmpty()) {
      faults.add("no server is named");
    }
    return new ServerList(List.copyOf(servers), List.copyOf(faults));
  }

  /**
   * A server out of text.
   *
   * @throws IllegalArgumentException with a sentence, if it is none
   */
  public static ServerSpec server(String text) {
    String[] words = text.strip().split("\\s+", -1);
    String first = words[0].contains("://") ? words[0] : "http://" + words[0];
    Optional<Url> url = Url.tryParse(first);
    if (url.isEmpty() || !url.get().isHttp() || url.get().includesCredentials()) {
      throw new IllegalArgumentException(words[0] + " is no http or https URL of a server");
    }
    if (!url.get().requestTarget().equals("/")) {
      throw new IllegalArgumentException(words[0] + " has a path, which is not used: leave it out");
    }
    int weight = 1;
    var role = ServerSpec.Role.REGULAR;
    for (int i = 1; i < words.length; i++) {
      if (words[i].equals("backup")) {
        role = ServerSpec.Role.BACKUP;
      } else if (words[i].startsWith("weight=")) {
        weight = weight(words[i].substring(7));
      } else {
        throw new IllegalArgumentException(words[i] + " is neither weight=N nor backup");
      }
    }
    return new ServerSpec(url.get(), weight, role);
  }

  private static int weight(String text) {
    try {
      int weight = Integer.parseInt(text);
      if (weight >= 1 && weight <= 1000) {
        return weight;
      }
    } catch (NumberFormatException _) {
      // Told below.
    }
    throw new IllegalArgumentException("weight=" + text + " is no weight from 1 to 1000");
  }
}
