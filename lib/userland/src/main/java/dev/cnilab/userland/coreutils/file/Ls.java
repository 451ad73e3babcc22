package dev.cnilab.userland.coreutils.file;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.coreutils.word.Colors;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@code ls} without a terminal: one name per line and no colors. */
public final class Ls implements Command {
  private static final String LETTERS = "aAlhdRtrSFpinoGgLHUf";

  /** A name to list, and its status. */
  record Entry(String name, String path, FileStatus status) {}

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options =
        Options.of(call, LETTERS)
            .idle("1kN") // as it is anyway
            .parse(Colors.without(call.arguments()));
    return new Listing(call, options).run();
  }

  private static final class Listing {
    private final Invocation call;
    private final Options.Found options;
    private final LongListing longListing;
    private int status;
    private boolean printedBefore;

    Listing(Invocation call, Options.Found options) {
      this.call = call;
      this.options = options;
      this.longListing = new LongListing(call, options);
    }

    int run() throws IOException {
      List<String> operands = options.operands().isEmpty() ? List.of(".") : options.operands();
      List<Entry> files = new ArrayList<>();
      List<Entry> directories = new ArrayList<>();
      for (String operand : operands) {
        try {
          FileStatus found = status(operand);
          boolean expanded = found.isDirectory() && !options.has('d');
          (expanded ? directories : files).add(new Entry(operand, operand, found));
        } catch (FileException failed) {
          complain(operand, failed, 2);
        }
      }
      print(sorted(files));
      printedBefore = !files.isEmpty();
      boolean titled = operands.size() > 1 || options.has('R');
      for (Entry directory : sorted(directories)) {
        int before = status;
        status = 0;
        list(directory.path(), titled);
        boolean asked = status > 0 && !options.has('R') && !call.isBusybox();
        status = Math.max(before, asked ? 2 : status); // a failed operand is worse
      }
      return status;
    }

    private FileStatus status(String operand) throws FileException {
      FileStatus found = call.files().linkStatus(call.resolve(operand));
      boolean followed =
          found.isSymlink() && (options.last("LH") != ' ' || (!isLong() && !options.has('d')));
      return followed ? call.files().find(call.resolve(operand)).orElse(found) : found;
    }

    /**
     * The status of the link itself unless all links are followed; a dangling link is listed too.
     */
    private FileStatus entryStatus(String path) throws FileException {
      FileStatus found = call.files().linkStatus(path);
      return options.has('L') ? call.files().find(path).orElse(found) : found;
    }

    private boolean isLong() {
      return options.last("lnog") != ' ';
    }

    private void complain(String path, FileException failed, int severity) {
      call.complain(
          (call.isBusybox()
                  ? path
                  : (severity == 2 ? "cannot access " : "cannot open directory ")
                      + Invocation.quote(path))
              + ": "
              + failed.error().text());
      status = Math.max(status, call.isBusybox() ? 1 : severity);
    }

    private void list(String directory, boolean titled) throws IOException {
      List<Entry> entries = new ArrayList<>();
      try {
        for (String name : names(directory)) {
          String path = directory.endsWith("/") ? directory + name : directory + "/" + name;
          entries.add(new Entry(name, path, entryStatus(call.resolve(path))));
        }
      } catch (FileException failed) {
        complain(directory, failed, 1);
        return;
      }
      if (titled) {
        call.out().print((printedBefore ? "\n" : "") + directory + ":\n");
      }
      printedBefore = true;
      if (longListing.isWanted()) {
        call.out().println("total " + longListing.total(entries));
      }
      List<Entry> sorted = sorted(entries);
      print(sorted);
      if (options.has('R')) {
        for (Entry each : sorted) {
          if (each.status().isDirectory() && !each.name().matches("\\.\\.?")) {
            list(each.path(), true);
          }
        }
      }
    }

    private List<String> names(String directory) throws FileException {
      List<String> names = new ArrayList<>();
      char hidden = options.last("aAf");
      if (hidden == 'a' || hidden == 'f') {
        names.add(".");
        names.add("..");
      }
      for (String name : call.files().list(call.resolve(directory))) {
        if (hidden != ' ' || !name.startsWith(".")) {
          names.add(name);
        }
      }
      return names;
    }

    private List<Entry> sorted(List<Entry> entries) {
      Comparator<Entry> byName = Comparator.comparing(Entry::name);
      Comparator<Entry> order =
          switch (options.last("tSU")) {
            case 't' ->
                Comparator.comparing((Entry each) -> each.status().modified())
                    .reversed()
                    .thenComparing(byName);
            case 'S' ->
                Comparator.comparing((Entry each) -> each.status().size())
                    .reversed()
                    .thenComparing(byName);
            default -> byName;
          };
      return entries.stream().sorted(options.has('r') ? order.reversed() : order).toList();
    }

    private void print(List<Entry> entries) throws IOException {
      StringBuilder lines = new StringBuilder();
      if (longListing.isWanted()) {
        longListing.format(entries).forEach(line -> lines.append(line).append('\n'));
      } else {
        for (Entry each : entries) {
          String inode = options.has('i') ? each.status().inode() + " " : "";
          lines.append(inode).append(longListing.decorated(each)).append('\n');
        }
      }
      call.out().print(lines);
    }
  }
}
