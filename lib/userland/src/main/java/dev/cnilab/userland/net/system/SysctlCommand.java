package dev.cnilab.userland.net.system;

import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.stream.WholeText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code sysctl} of procps 4.0, for the settings under kernel and net. */
public final class SysctlCommand implements Program {
  @Override
  public int run(Process process) throws IOException {
    return new Run(process).run();
  }

  private static final String CONFIGURATION = "/etc/sysctl.conf";

  private static final List<String> DIRECTORIES =
      List.of(
          "/etc/sysctl.d",
          "/run/sysctl.d",
          "/usr/local/lib/sysctl.d",
          "/usr/lib/sysctl.d",
          "/lib/sysctl.d");

  /** How values are printed. */
  private enum Form {
    NAME_AND_VALUE,
    NAME,
    VALUE,
    VALUE_WITHOUT_NEWLINE
  }

  /** One run of the command. */
  private static final class Run {
    private final Process process;
    private final KernelSettings settings;
    private Form form = Form.NAME_AND_VALUE;
    private boolean all;
    private boolean dry;
    private boolean loaded;
    private boolean quiet;
    private boolean ignoreUnknown;
    private boolean writesOnly;
    private Pattern pattern = Pattern.compile("");
    private int status;

    Run(Process process) {
      this.process = process;
      this.settings = new KernelSettings(process);
    }

    int run() throws IOException {
      try {
        List<String> operands = SysctlOptions.parse(process, this::take);
        if (all) {
          settings.names().forEach(this::show);
        } else if (operands.isEmpty() && !loaded) {
          throw CommandFailure.refused(Usage.text("sysctl"));
        }
        operands.forEach(this::operand);
        return status;
      } catch (CommandFailure failure) {
        process.err().print(failure.text().isEmpty() ? "" : failure.text() + "\n");
        return failure.status();
      }
    }

    private void take(char option, String argument) {
      switch (option) {
        case 'a', 'A', 'X' -> all = true;
        case 'b' -> form = Form.VALUE_WITHOUT_NEWLINE;
        case 'N' -> form = Form.NAME;
        case 'n' -> form = Form.VALUE;
        case 'q' -> quiet = true;
        case 'e' -> ignoreUnknown = true;
        case 'w' -> writesOnly = true;
        case 'r' -> pattern = pattern(argument);
        case 'p', 'f' -> load(argument.isEmpty() ? CONFIGURATION : argument);
        case SysctlOptions.DRY_RUN -> dry = true;
        case SysctlOptions.SYSTEM -> loadAll();
        default -> throw new IllegalArgumentException("sysctl -" + option);
      }
    }

    private static Pattern pattern(String expression) {
      try {
        return Pattern.compile(expression);
      } catch (PatternSyntaxException malformed) {
        throw CommandFailure.refused("sysctl: unable to compile pattern: " + expression);
      }
    }

    /**
     * Loads all files as systemd-sysctl(8) does: of files with the same name, the one in the first
     * directory wins.
     */
    private void loadAll() {
      loaded = true;
      Map<String, String> chosen = new TreeMap<>();
      for (String directory : DIRECTORIES) {
        for (String name : names(directory)) {
          chosen.putIfAbsent(name, directory + "/" + name);
        }
      }
      List<String> paths = new ArrayList<>(chosen.values());
      if (process.files().exists(CONFIGURATION)) {
        paths.add(CONFIGURATION);
      }
      for (String path : paths) {
        process.out().println("* Applying " + path + " ...");
        load(path);
      }
    }

    private List<String> names(String directory) {
      try {
        return process.files().list(directory).stream()
            .filter(name -> name.endsWith(".conf"))
            .toList();
      } catch (FileException none) {
        return List.of();
      }
    }

    private void load(String path) {
      loaded = true;
      String text;
      try {
        text = WholeText.of(process.files(), process.resolve(path), process);
      } catch (IOException missing) {
        complain("cannot open \"" + path + "\": No such file or directory");
        return;
      }
      text.lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith(";"))
          .forEach(this::assign);
    }

    private void operand(String word) {
      if (word.contains("=")) {
        assign(word);
      } else if (writesOnly) {
        complain("command line(0): invalid syntax, continuing...");
      } else {
        read(name(word));
      }
    }

    private void assign(String line) {
      int equals = line.indexOf('=');
      if (equals <= 0) {
        complain("command line(0): invalid syntax, continuing...");
        return;
      }
      String name = name(line.substring(0, equals).strip());
      String value = line.substring(equals + 1).strip();
      try {
        settings.get(name);
        if (!dry) {
          process.files().write("/proc/sys/" + path(name), value);
        }
        if (!quiet) {
          print(name, value);
        }
      } catch (ErrnoException missing) {
        unknown(name);
      } catch (FileException refused) {
        complain(
            switch (refused.error()) {
              case EACCES, EROFS -> "permission denied on key \"" + name + "\"";
              default -> "setting key \"" + name + "\": " + refused.error().text();
            });
      } catch (IOException failed) {
        complain("setting key \"" + name + "\": Input/output error");
      }
    }

    private void read(String name) {
      List<String> below =
          settings.names().stream().filter(each -> each.startsWith(name + ".")).toList();
      if (!below.isEmpty()) {
        below.forEach(this::show);
        return;
      }
      show(name);
    }

    private void show(String name) {
      if (!pattern.matcher(name).find()) {
        return;
      }
      try {
        print(name, settings.get(name));
      } catch (ErrnoException missing) {
        unknown(name);
      }
    }

    private void unknown(String name) {
      if (!ignoreUnknown) {
        complain("cannot stat /proc/sys/" + path(name) + ": No such file or directory");
      }
    }

    private void complain(String message) {
      process.err().println("sysctl: " + message);
      status++;
    }

    private void print(String name, String value) {
      switch (form) {
        case NAME_AND_VALUE -> process.out().println(name + " = " + value);
        case NAME -> process.out().println(name);
        case VALUE -> process.out().println(value);
        case VALUE_WITHOUT_NEWLINE -> process.out().print(value);
      }
    }
  }

  /** The dotted form of a name; in the form with slashes, dots are literal. */
  private static String name(String word) {
    int slash = word.indexOf('/');
    int dot = word.indexOf('.');
    if (slash < 0 || (dot >= 0 && dot < slash)) {
      return word.replace('/', '\0').replace('\0', '/');
    }
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      name.append(c == '/' ? '.' : c == '.' ? '/' : c);
    }
    return name.toString();
  }

  private static String path(String name) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      path.append(c == '.' ? '/' : c == '/' ? '.' : c);
    }
    return path.toString();
  }
}
