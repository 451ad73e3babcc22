package dev.cnilab.userland.system.mount;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.Mount;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code findmnt} and {@code mountpoint} of util-linux: what is mounted where. */
public final class MountTable {
  private static final List<String> COLUMNS = List.of("TARGET", "SOURCE", "FSTYPE", "OPTIONS");
  private static final int NO_MOUNTPOINT = 32;

  private MountTable() {}

  public static void addTo(Map<String, Command> all) {
    all.put("findmnt", MountTable::findmnt);
    all.put("mountpoint", MountTable::mountpoint);
  }

  private static int mountpoint(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "qx", "nofollow").parse();
    if (options.operands().size() != 1) {
      throw call.mistake("bad usage");
    }
    String path = options.operands().getFirst();
    String real;
    try {
      real =
          options.has("nofollow") ? call.resolve(path) : call.files().resolve(call.resolve(path));
      call.files().status(real);
    } catch (FileException failed) {
      if (!options.has('q')) {
        call.complain(path + ": " + failed.error().text());
      }
      return 1;
    }
    if (options.has('x')) {
      throw call.failure(NO_MOUNTPOINT, path + ": not a block device");
    }
    boolean mounted = call.files().mounts().stream().anyMatch(each -> each.target().equals(real));
    if (!options.has('q')) {
      call.out().println(path + (mounted ? " is a mountpoint" : " is not a mountpoint"));
    }
    return mounted ? 0 : NO_MOUNTPOINT;
  }

  private static int findmnt(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "aflnoPrtSTMR").parse();
    List<String> columns = columns(call, options);
    List<Mount> shown = options.operands().size() > 2 ? List.of() : chosen(call, options);
    if (options.has('f') && !shown.isEmpty()) {
      shown = shown.subList(0, 1);
    }
    if (shown.isEmpty()) {
      return 1;
    }
    call.out().print(text(call, options, columns, shown));
    return 0;
  }

  private static List<String> columns(Invocation call, Options.Found options)
      throws ProgramException {
    if (!options.has('o')) {
      return COLUMNS;
    }
    List<String> columns = new ArrayList<>();
    for (String each : options.value('o').orElse("").split(",", -1)) {
      String name = each.toUpperCase(Locale.ROOT);
      if (!COLUMNS.contains(name)) {
        throw call.failure(1, "unknown column: " + each);
      }
      columns.add(name);
    }
    return columns;
  }

  private static List<Mount> chosen(Invocation call, Options.Found options) throws IOException {
    List<Mount> all = new ArrayList<>(call.files().mounts());
    if (options.has('T')) {
      String holding = holding(call, options.value('T').get());
      all.removeIf(mount -> !mount.target().equals(holding));
      return options.has('R') ? withThoseBelow(call, all) : all;
    }
    List<String> words = options.operands();
    String source = options.value('S').orElse(words.size() == 2 ? words.getFirst() : "");
    String target = options.value('M').orElse(words.size() == 2 ? words.get(1) : "");
    if (!source.isEmpty()) {
      all.removeIf(mount -> !mount.source().equals(source));
    }
    if (!target.isEmpty()) {
      all.removeIf(mount -> !mount.target().equals(call.resolve(target)));
    }
    if (words.size() == 1) {
      String word = words.getFirst();
      all.removeIf(
          mount -> !mount.target().equals(call.resolve(word)) && !mount.source().equals(word));
    }
    if (options.has('t')) {
      List<String> types = List.of(options.value('t').get().split(",", -1));
      all.removeIf(mount -> !types.contains(mount.tree().typeName()));
    }
    return options.has('R') ? withThoseBelow(call, all) : all;
  }

  private static List<Mount> withThoseBelow(Invocation call, List<Mount> tops) {
    return call.files().mounts().stream()
        .filter(
            mount ->
                tops.stream()
                    .anyMatch(top -> top.equals(mount) || isWithin(mount.target(), top.target())))
        .toList();
  }

  /** The mount point of what a path is on; empty if there is nothing. */
  private static String holding(Invocation call, String path) {
    try {
      return call.files().mountOf(call.resolve(path)).target();
    } catch (FileException missing) {
      return "";
    }
  }

  private static boolean isWithin(String path, String directory) {
    return !path.equals(directory) && path.startsWith(directory.replaceFirst("/?$", "/"));
  }

  private static String text(
      Invocation call, Options.Found options, List<String> columns, List<Mount> shown) {
    List<List<String>> rows = new ArrayList<>();
    if (!options.has('n') && !options.has('P')) {
      rows.add(columns);
    }
    boolean list = options.has('l') || options.has('r') || options.has('P');
    if (list || isOne(options) || !columns.contains("TARGET")) {
      shown.forEach(mount -> rows.add(row(columns, mount, mount.target())));
    } else {
      Map<String, String> environment = call.process().environment();
      String locale =
          environment.getOrDefault("LC_ALL", environment.getOrDefault("LANG", "")) + " ";
      boolean ascii = options.has('a') || !locale.toUpperCase(Locale.ROOT).contains("UTF-8");
      MountTree tree =
          new MountTree(shown, ascii, (mount, place) -> rows.add(row(columns, mount, place)));
      tree.print();
    }
    if (options.has('P')) {
      return pairs(columns, rows);
    }
    return options.has('r') ? raw(rows) : padded(columns, rows);
  }

  /** Whether it is asked for one mount, so that there is no tree, but several may be there. */
  private static boolean isOne(Options.Found options) {
    boolean one = options.has('S') || options.has('T') || options.has('M');
    return (one || !options.operands().isEmpty()) && !options.has('R');
  }

  private static List<String> row(List<String> columns, Mount mount, String place) {
    return columns.stream()
        .map(
            column ->
                switch (column) {
                  case "TARGET" -> place;
                  case "SOURCE" -> source(mount);
                  case "FSTYPE" -> mount.tree().typeName();
                  default -> mount.options();
                })
        .toList();
  }

  /** With the part of the file system in brackets, unless it is all of it. */
  private static String source(Mount mount) {
    String part = mount.tree().root();
    return part.equals("/") ? mount.source() : mount.source() + "[" + part + "]";
  }

  private static String pairs(List<String> columns, List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        text.append(i == 0 ? "" : " ").append(columns.get(i)).append("=\"");
        text.append(row.get(i)).append('"');
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String raw(List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    rows.forEach(row -> text.append(String.join(" ", row)).append('\n'));
    return text.toString();
  }

  /** A column is as wide as its name, even where the name is not printed. */
  private static String padded(List<String> columns, List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        int at = i;
        int cells = rows.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
        int width = Math.max(cells, columns.get(i).length());
        boolean last = i == row.size() - 1;
        text.append(last ? row.get(i) : String.format("%-" + width + "s ", row.get(i)));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
