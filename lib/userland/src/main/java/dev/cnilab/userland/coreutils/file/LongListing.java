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

  /** How many columns stand before the name. */
  private static final int COLUMNS = 6;

  private static final int[] LEAST_OF_BUSYBOX = {10, 4, 8, 8, 9, 1};

  /** The work of one row, in microseconds. */
  private static final int ROW = 4;

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
    return status.allocated() / 1024;
  }

  List<String> format(List<Entry> entries) throws FileException {
    List<List<String>> rows = new ArrayList<>();
    int[] widths = call.isBusybox() ? LEAST_OF_BUSYBOX.clone() : new int[COLUMNS];
    for (Entry each : entries) {
      List<String> row = cells(each);
      for (int column = 0; column < COLUMNS; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
      rows.add(row);
    }
    call.process().work(ROW * rows.size()); // not before: a file could be deleted in the meantime
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < COLUMNS; column++) {
      String cell = row.get(column);
      if (!cell.isEmpty()) {
        boolean left = column == 0 || column == 2 || column == 3;
        String spaces = " ".repeat(widths[column] - cell.length());
        line.append(left ? cell + spaces : spaces + cell).append(' ');
      }
    }
    return line + row.getLast();
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
