package dev.cnilab.lab.service;

import dev.cnilab.lab.shell.Output;
import java.util.List;

/**
 * A request to a Service.
 *
 * @param endpoints address and port of each Ready pod behind it; empty if there is none
 * @param says curl's own last message
 */
public record Request(
    String from, String to, Outcome outcome, List<String> endpoints, String says, Output output) {

  public Request {
    endpoints = List.copyOf(endpoints);
  }
}
