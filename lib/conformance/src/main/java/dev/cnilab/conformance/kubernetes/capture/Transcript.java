package dev.cnilab.conformance.kubernetes.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was typed in a session, the output, and what was waited for in between.
 *
 * @param name of its file, without the ending
 * @param began its start, by the captured cluster's clock
 */
public record Transcript(String name, Instant began, List<Entry> entries) {
  private static final Pattern HEADER = Pattern.compile("# (\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z);.*");
  private static final Pattern PROMPT = Pattern.compile("(node-\\d+|lan|)\\$ (.*)");
  private static final Pattern REMARK =
      Pattern.compile("# (\\d\\d:\\d\\d:\\d\\d(?:\\.\\d)?)(?: (.*))?");
  private static final Pattern WAITED = Pattern.compile("(.*): after ([\\d.]+) s");
  private static final Pattern HERE_DOCUMENT = Pattern.compile(".*<<-?\\s*'?(\\w+)'?.*");

  /** A part of the session. */
  public sealed interface Entry {}

  /**
   * A command.
   *
   * @param node where it was typed, "" for a terminal with kubectl, "lan" for the other end of the
   *     nodes' links
   * @param command as typed, with the lines of its here-document
   * @param output both streams, and {@code [exit N]} if it failed
   */
  public record Typed(String node, String command, String output) implements Entry {}

  /** A remark; without words, it only gives the time of the next command. */
  public record Noted(Instant at, String what) implements Entry {
    public boolean isOnlyTime() {
      return what.isEmpty();
    }
  }

  /**
   * A wait.
   *
   * @param until when the condition was met
   */
  public record Awaited(Instant until, String what, Duration waited) implements Entry {
    public Instant from() {
      return until.minus(waited);
    }
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it has no date
   */
  public static Transcript read(Path file) throws IOException {
    return new Reading(Files.readAllLines(file)).transcript(file);
  }

  /** Goes through the lines of a file. */
  private static final class Reading {
    private final List<String> lines;
    private final List<Entry> entries = new ArrayList<>();
    private Instant last = Instant.EPOCH;
    private int next;

    Reading(List<String> lines) {
      this.lines = lines;
    }

    Transcript transcript(Path file) {
      Instant began =
          lines.stream()
              .map(HEADER::matcher)
              .filter(Matcher::matches)
              .findFirst()
              .map(header -> Instant.parse(header.group(1)))
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          file + " has no line like \"# 2026-11-23T22:50:21Z; …\""));
      last = began;
      while (next < lines.size()) {
        Matcher remark = REMARK.matcher(lines.get(next));
        Matcher prompt = PROMPT.matcher(lines.get(next));
        next++;
        if (remark.matches()) {
          String words = remark.group(2) == null ? "" : remark.group(2);
          entries.add(remark(at(LocalTime.parse(remark.group(1))), words));
        } else if (prompt.matches()) {
          entries.add(typed(prompt.group(1), prompt.group(2)));
        }
      }
      return new Transcript(
          file.getFileName().toString().replace(".txt", ""), began, List.copyOf(entries));
    }

    private static Entry remark(Instant at, String text) {
      Matcher waited = WAITED.matcher(text);
      return waited.matches()
          ? new Awaited(
              at,
              waited.group(1),
              Duration.ofMillis((long) (Double.parseDouble(waited.group(2)) * 1000)))
          : new Noted(at, text);
    }

    /** The next instant at which a clock shows a time; a session may continue past midnight. */
    private Instant at(LocalTime time) {
      Instant at = last.atZone(ZoneOffset.UTC).with(time).toInstant();
      last = at.isBefore(last.minusSeconds(1)) ? at.plus(Duration.ofDays(1)) : at;
      return last;
    }

    private Typed typed(String node, String firstLine) {
      StringBuilder command = new StringBuilder(firstLine);
      Matcher document = HERE_DOCUMENT.matcher(firstLine);
      boolean open = document.matches();
      while (open && next < lines.size()) {
        open = !lines.get(next).startsWith(document.group(1));
        command.append('\n').append(lines.get(next++));
      }
      while (document.matches() && next < lines.size() && goesOn(lines.get(next))) {
        command.append('\n').append(lines.get(next++));
      }
      StringBuilder output = new StringBuilder();
      while (next < lines.size() && !begins(lines.get(next))) {
        output.append(lines.get(next++)).append('\n');
      }
      return new Typed(node, command.toString(), output.toString().strip());
    }

    /** Whether a line after a here-document is another command, which has no prompt of its own. */
    private static boolean goesOn(String line) {
      return line.startsWith("ls ") || line.startsWith("cat ");
    }

    private static boolean begins(String line) {
      return PROMPT.matcher(line).matches() || REMARK.matcher(line).matches();
    }
  }
}
