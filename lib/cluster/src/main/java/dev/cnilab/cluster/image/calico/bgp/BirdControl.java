package dev.cnilab.cluster.image.calico.bgp;

import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.process.LocalSockets;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The socket at which BIRD answers {@code show protocols}: a line for each protocol. It lies in a
 * folder of the node, so it is the same one for all containers in which there is a BIRD.
 */
public record BirdControl(Process process) {
  public static final String PATH = "/var/run/calico/bird.ctl";

  static final String QUESTION = "show protocols";

  private static final String ESTABLISHED = "Established";
  private static final Pattern NEIGHBOR = Pattern.compile("(?:Mesh|Global|Node)_([\\d_]+) ");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);

  /**
   * Answers from now on, until the process ends.
   *
   * @throws IOException if the socket cannot be created
   */
  void serve(Supplier<List<Session>> sessions) throws IOException {
    Instant started = process.now();
    sockets().bind(process, PATH, question -> table(sessions.get(), started));
  }

  /** As BIRD 1.6 prints it; a time of day for what is younger than a day. */
  private String table(List<Session> sessions, Instant started) {
    StringBuilder table = new StringBuilder();
    row(table, "name", "proto", "table", "state", "since", "info");
    String beginning = time(started);
    row(table, "static1", "Static", "master", "up", beginning, "");
    row(table, "kernel1", "Kernel", "master", "up", beginning, "");
    row(table, "device1", "Device", "master", "up", beginning, "");
    row(table, "direct1", "Direct", "master", "up", beginning, "");
    for (Session each : sessions) {
      row(
          table,
          each.neighbor().protocol(),
          "BGP",
          "master",
          each.established() ? "up" : "start",
          time(each.since()),
          each.established() ? ESTABLISHED : "Active");
    }
    return table.toString();
  }

  private static void row(StringBuilder table, Object... cells) {
    table.append("%-8s %-8s %-8s %-5s  %-10s  %s\n".formatted(cells));
  }

  private String time(Instant instant) {
    boolean young = instant.plus(Duration.ofDays(1)).isAfter(process.now());
    return (young ? TIME : DAY).format(instant);
  }

  /**
   * The neighbors, and whether there is a session with each of them, as node/pkg/health reads them
   * from the table.
   *
   * @throws ErrnoException as {@link #ask}
   */
  public Map<String, Boolean> neighbors() {
    Map<String, Boolean> neighbors = new TreeMap<>();
    for (String line : ask()) {
      Matcher neighbor = NEIGHBOR.matcher(line);
      if (neighbor.lookingAt()) {
        neighbors.put(neighbor.group(1).replace('_', '.'), line.endsWith(ESTABLISHED));
      }
    }
    return neighbors;
  }

  /**
   * The lines of the answer.
   *
   * @throws ErrnoException ENOENT if there is no socket, ECONNREFUSED if BIRD no longer answers
   */
  List<String> ask() {
    return sockets().ask(process.files(), PATH, QUESTION).lines().toList();
  }

  /** Whether a BIRD answers, in any container of the node. */
  boolean isAnswered() {
    try {
      ask();
      return true;
    } catch (ErrnoException nobody) {
      return false;
    }
  }

  private LocalSockets sockets() {
    return process.machine().localSockets();
  }
}
