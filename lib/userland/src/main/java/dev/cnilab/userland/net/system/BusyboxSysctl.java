package dev.cnilab.userland.net.system;

import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.command.GetOpt;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.util.List;

/**
 * busybox's {@code sysctl} (procps/sysctl.c).
 *
 * @param banner the first line of its help
 */
public record BusyboxSysctl(String banner) implements Program {
  @Override
  public int run(Process process) {
    List<String> words = process.arguments();
    GetOpt given =
        GetOpt.parse(
            "sysctl", words.subList(1, words.size()), "neAapwq", GetOpt.Order.OPERANDS_LAST);
    if (given.error().isPresent()) {
      process.err().println(given.error().get());
      process.err().println(banner + "\n\n" + Usage.text("busybox-sysctl"));
      return 1;
    }
    Run run = new Run(process, given);
    boolean everything = run.has('a') || run.has('A');
    for (String name : everything ? run.settings.names() : given.operands()) {
      if (!run.act(name)) {
        return 1;
      }
    }
    return run.status;
  }

  /** One run of the command. */
  private static final class Run {
    private final Process process;
    private final GetOpt given;
    private final KernelSettings settings;
    private int status;

    Run(Process process, GetOpt given) {
      this.process = process;
      this.given = given;
      this.settings = new KernelSettings(process);
    }

    boolean has(char letter) {
      return given.options().stream().anyMatch(each -> each.letter() == letter);
    }

    /** Reads or writes one setting, or reads all below a name; false to stop. */
    boolean act(String word) {
      int equals = word.indexOf('=');
      String name = (equals < 0 ? word : word.substring(0, equals)).replace('/', '.');
      if (equals < 0 && has('w')) {
        complain("error: '" + name + "' must be of the form name=value");
        return true;
      }
      if (equals == 0) {
        complain("error: malformed setting '" + word + "'");
        return true;
      }
      return equals < 0 ? read(name) : write(name, word.substring(equals + 1));
    }

    /** Resolves a name whose dots may belong to a link's name. */
    private String known(String name) {
      return settings.names().stream()
          .filter(each -> shown(each).equals(name))
          .findFirst()
          .orElse(name);
    }

    private static String shown(String name) {
      return name.replace('/', '.');
    }

    private boolean read(String name) {
      List<String> below =
          settings.names().stream().filter(each -> shown(each).startsWith(name + ".")).toList();
      try {
        for (String each : below.isEmpty() ? List.of(known(name)) : below) {
          print(shown(each), settings.get(each));
        }
      } catch (ErrnoException missing) {
        unknown(name);
      }
      return true;
    }

    private boolean write(String name, String value) {
      try {
        String known = known(name);
        settings.get(known);
        process
            .files()
            .write(
                "/proc/sys/" + known.replace('.', '\0').replace('/', '.').replace('\0', '/'),
                value);
        if (!has('q')) {
          print(name, value);
        }
        return true;
      } catch (ErrnoException missing) {
        unknown(name);
        return true;
      } catch (FileException refused) {
        return refused(name, refused);
      } catch (IOException failed) {
        complain("write error: Input/output error");
        return false;
      }
    }

    /** Reports the kernel's refusal; false if it ends the command. */
    private boolean refused(String name, FileException refused) {
      switch (refused.error()) {
        case EACCES, EROFS -> {
          complain("error setting key '" + name + "': " + refused.error().text());
          return true;
        }
        default -> {
          complain("write error: " + refused.error().text());
          return false;
        }
      }
    }

    private void unknown(String name) {
      status = 1;
      if (!has('e')) {
        complain("error: '" + name + "' is an unknown key");
      }
    }

    private void complain(String message) {
      process.err().println("sysctl: " + message);
      status = 1;
    }

    private void print(String name, String value) {
      process.out().println(has('n') ? value : name + " = " + value);
    }
  }
}
