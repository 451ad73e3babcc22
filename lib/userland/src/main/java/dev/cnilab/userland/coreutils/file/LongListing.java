package dev.cnilab.userland.coreutils.file;

import dev.cnilab.userland.command.HumanSizes;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.coreutils.file.Ls.Entry;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rows of {@code ls -l}. */
final class LongListing {
  /** Older files show the year instead of the time: half a Gregorian year. */
  private static final Duration RECENT = Duration.ofSeconds(31556952 / 2);

  private static final DateTimeFormatter RECENT_TIME = formatter("MMM ppd HH:mm");
  private static final DateTimeFormatter OLD_TIME = formatter("MMM ppd  yyyy");

  private final Invocation call;
  private final Options.Found options;
  private final Users users;

  LongListing(Invocation call, Options.Found options) {
    this.call = call;
    this.options = options;
    this.users = new Users(call.files());
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  boolean isWanted() {
    return options.last("lnog") != ' ';
  }

  /** The number of 1 KiB blocks; files occupy whole pages. */
  String total(List<Entry> entries) {
    long kib = entries.stream().mapToLong(each -> kib(each.status())).sum();
    return options.has('h') ? HumanSizes.human(kib * 1024) : String.valueOf(kib);
  }

  private static long kib(FileStatus status) {
    return status.isSymlink() ? 0 : (status.size() + 4095) / 4096 * 4;
  }

  List<String> format(List<Entry> entries) throws FileException {
    List<List<String>> rows = new ArrayList<>();
    for (Entry each : entries) {
      rows.add(cells(each));
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size() - 1; column++) {
        boolean left = column == 0 || column == 2 || column == 3;
        int width = width(rows, column);
        if (!row.get(column).isEmpty()) {
          line.append(String.format("%" + (left ? "-" : "") + width + "s ", row.get(column)));
        }
      }
      lines.add(line + row.getLast());
    }
    return lines;
  }

  private int width(List<List<String>> rows, int column) {
    int least = call.isBusybox() ? new int[] {10, 4, 8, 8, 9, 1}[column] : 1;
    return Math.max(least, rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(1));
  }

  private List<String> cells(Entry entry) throws FileException {
    FileStatus status = entry.status();
    boolean numeric = options.has('n');
    String owner = numeric ? "" + status.owner() : users.user(status.owner());
    String group = numeric ? "" + status.group() : users.group(status.group());
    String mode = Modes.text(status);
    return List.of(
        options.has('i') ? status.inode() + " " + mode : mode,
        String.valueOf(status.links()),
        options.has('g') ? "" : owner,
        options.last("oG") != ' ' ? "" : group,
        options.has('h') ? HumanSizes.human(status.size()) : String.valueOf(status.size()),
        time(status.modified()),
        decorated(entry) + target(entry));
  }

  private String target(Entry entry) throws FileException {
    return entry.status().isSymlink()
        ? " -> " + call.files().readLink(call.resolve(entry.path()))
        : "";
  }

  private String time(Instant modified) {
    Instant now = call.process().now();
    boolean recent = modified.isAfter(now.minus(RECENT)) && !modified.isAfter(now);
    return (recent ? RECENT_TIME : OLD_TIME).format(modified);
  }

  /** The name with the indicator that {@code -F} or {@code -p} appends. */
  String decorated(Entry entry) {
    FileStatus status = entry.status();
    char asked = options.last("Fp");
    if (asked != ' ' && status.isDirectory()) {
      return entry.name() + "/";
    } else if (asked == 'F' && status.isSymlink() && !isWanted()) {
      return entry.name() + "@";
    } else if (asked == 'F' && status.isRegular() && status.isExecutable()) {
      return entry.name() + "*";
    }
    return entry.name();
  }
}
