package dev.glasshouse.journey;

import java.util.List;

/** What a program in a server of ours does with a request before and after its own work. */
public sealed interface RouteStep extends Step {

  /** A request found the part of the program that answers it. */
  record EndpointChosen(String method, String path, String pattern, List<String> parameters)
      implements RouteStep {}

  /** No part of the program answers a request. */
  record EndpointRefused(String method, String path, int status, List<String> allowed)
      implements RouteStep {}

  /** The body of a request became something that the program works with. */
  record BodyUnderstood(String type, String became, long bytes) implements RouteStep {}

  /** The body of a request cannot be used. */
  record BodyRefused(String type, int status, String problem) implements RouteStep {}

  /** A part of a form came. */
  record PartReceived(String name, String fileName, long bytes, boolean onDisk)
      implements RouteStep {}

  /** It was decided whether a page of some origin may do what it asks for. */
  record OriginJudged(String rule, String origin, String outcome) implements RouteStep {}

  /** It was decided in which of several forms the answer goes out. */
  record FormNegotiated(String field, String accepted, String chosen) implements RouteStep {}
}
