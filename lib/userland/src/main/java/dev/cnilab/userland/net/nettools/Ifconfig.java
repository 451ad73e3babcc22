package dev.cnilab.userland.net.nettools;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ifconfig} of net-tools and of busybox. */
public final class Ifconfig implements Program {
  private static final int FAILED = 255;

  private static final String NOT_FOUND =
      ": error fetching interface information: Device not found";

  /** Its options, and the words of {@code InterfaceFlags} that begin with a dash. */
  private static final String KNOWN =
      "-[asv]|-arp|-promisc|-allmulti|-multicast|-dynamic|-trailers";

  /** The status after wrong options. */
  private static final int E_OPTERR = 3;

  private static final Pattern LEADING_DIGITS = Pattern.compile("^\\d{1,9}");

  private final boolean busybox;
  private final String usage;

  private Ifconfig(boolean busybox, String usage) {
    this.busybox = busybox;
    this.usage = usage;
  }

  /** The net-tools version. */
  public static Ifconfig ofNetTools() {
    return new Ifconfig(false, Usage.text("ifconfig"));
  }

  /** The busybox version. */
  public static Ifconfig ofBusybox(String banner) {
    return new Ifconfig(true, banner + "\n\n" + Usage.text("busybox-ifconfig"));
  }

  @Override
  public int run(Process process) {
    try {
      List<String> words = process.arguments().subList(1, process.arguments().size());
      boolean all = words.contains("-a");
      boolean brief = words.contains("-s");
      List<String> operands = words.stream().filter(each -> !each.startsWith("-")).toList();
      Optional<String> other =
          words.stream()
              .filter(each -> each.matches("-[^0-9].*") && !each.matches(KNOWN))
              .findFirst();
      if (other.isPresent()) {
        return answer(process, other.get());
      }
      if (brief) {
        String table = InterfaceTableText.of(process.network());
        process
            .out()
            .print(table.replaceFirst(".*\n", "").replaceFirst("^Iface {13}", "Iface      "));
      } else if (operands.isEmpty()) {
        links(process, all)
            .forEach(
                link -> {
                  show(process, link);
                  Alias.of(link).forEach(alias -> show(process, alias));
                });
      } else if (operands.getFirst().contains(":")) {
        alias(process, operands);
      } else if (operands.size() == 1) {
        show(process, find(process, operands.getFirst(), NOT_FOUND));
      } else {
        change(process, operands);
      }
      return 0;
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    } catch (ErrnoException refused) {
      String request = request(process);
      String reason = ": " + refused.errno().text();
      process.err().println((busybox ? "ifconfig: " : "") + request + reason);
      if (request.equals("SIOCSIFADDR") && !busybox) {
        process.err().println("SIOCSIFFLAGS" + reason); // it continues, and sets the link up
      }
      return busybox || request.equals("SIOCSIFMTU") ? 1 : FAILED;
    }
  }

  /** The answer to an unknown option, or to one that names no interface. */
  private int answer(Process process, String option) {
    if (busybox) {
      throw CommandFailure.refused(usage);
    }
    switch (option) {
      case "-h", "--help" -> process.err().println(usage);
      case "-V", "--version" -> process.out().println("net-tools 2.10");
      default ->
          throw CommandFailure.refused(
              "ifconfig: option `"
                  + option
                  + "' not recognised.\nifconfig: `--help' gives usage information.");
    }
    return 0;
  }

  /** The name of the ioctl that was refused. */
  private static String request(Process process) {
    List<String> words = process.arguments();
    String what = words.size() > 2 ? words.get(2) : "";
    return switch (what) {
      case "mtu" -> "SIOCSIFMTU";
      case "up", "down", "-arp", "arp", "promisc", "-promisc" -> "SIOCSIFFLAGS";
      case "hw" -> "SIOCSIFHWADDR";
      default -> "SIOCSIFADDR";
    };
  }

  private static List<Link> links(Process process, boolean all) {
    return process.network().links().all().stream()
        .filter(link -> all || link.isUp())
        .sorted(Comparator.comparing(Link::name))
        .toList();
  }

  private Link find(Process process, String name, String problem) {
    return process.network().links().find(name).orElseThrow(() -> noDevice(name, problem));
  }

  private CommandFailure noDevice(String name, String problem) {
    String named = problem.startsWith(":") ? name + problem : problem;
    if (busybox) {
      return CommandFailure.refused("ifconfig: " + named);
    }
    return problem.startsWith(":")
        ? CommandFailure.refused(named)
        : CommandFailure.of(FAILED, name + ": " + problem);
  }

  private void show(Process process, Link link) {
    process.out().print(busybox ? InterfaceText.busybox(link) : InterfaceText.full(link));
  }

  /** Shows or changes the address with a label, which looks like an interface. */
  private void alias(Process process, List<String> words) {
    String name = words.getFirst();
    String device = name.replaceFirst(":.*", "");
    if (words.size() == 1) {
      Link link =
          process
              .network()
              .links()
              .find(device)
              .orElseThrow(() -> CommandFailure.refused(name + NOT_FOUND));
      show(process, new Alias(link, name));
      return;
    }
    Link base =
        process.network().links().find(device).orElseThrow(() -> noDevice(name, noSuch(words)));
    Alias alias = new Alias(base, name);
    for (int i = 1; i < words.size(); i++) {
      String next = i + 1 < words.size() ? words.get(i + 1) : "";
      switch (words.get(i)) {
        case "up" -> alias.link().setUp();
        case "down" -> alias.remove();
        case "netmask" -> {
          alias.replace(Optional.of(AddressWords.length(next)), Optional.empty());
          i++;
        }
        case "broadcast" -> {
          alias.replace(Optional.empty(), Optional.of(AddressWords.address(next)));
          i++;
        }
        default -> {
          Ipv4Prefix prefix = AddressWords.prefix(words.get(i), hint());
          if (prefix.address().isAny()) {
            alias.remove();
          } else {
            alias.assign(prefix);
          }
        }
      }
    }
  }

  private void show(Process process, Alias alias) {
    process.out().print(busybox ? alias.busyboxText() : alias.text());
  }

  private String hint() {
    return busybox ? "" : "\nifconfig: `--help' gives usage information.";
  }

  private String noSuch(List<String> words) {
    boolean flagsOnly = List.of("up", "down").contains(words.get(1));
    if (busybox) {
      return flagsOnly ? "SIOCGIFFLAGS: No such device" : "SIOCSIFADDR: No such device";
    }
    return "ERROR while getting interface flags: No such device";
  }

  private void change(Process process, List<String> words) {
    Link link = find(process, words.getFirst(), noSuch(words));
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      String next = i + 1 < words.size() ? words.get(i + 1) : "";
      switch (word) {
        case "up" -> link.setUp();
        case "down" -> link.setDown();
        case "mtu" -> {
          link.setMtu(number(next));
          i++;
        }
        case "netmask" -> {
          setLength(link, AddressWords.length(next));
          i++;
        }
        case "broadcast" -> {
          setBroadcast(link, next);
          i++;
        }
        case "txqueuelen" -> {
          link.options().setQueueLength(number(next));
          link.options().changed();
          i++;
        }
        case "metric", "dstaddr", "pointopoint" ->
            throw CommandFailure.refused("ifconfig: " + word + " is not available on this machine");
        case "hw" -> {
          link.setAddress(MacAddress.parse(words.get(i + 2)));
          i += 2;
        }
        default -> setAddress(link, word);
      }
    }
  }

  private void setAddress(Link link, String word) {
    Ipv4Prefix prefix = AddressWords.prefix(word, hint());
    Optional<LinkAddress> before = link.addresses().stream().findFirst();
    if (before.isPresent() && before.get().address().equals(prefix.address())) {
      link.setUp(); // the address keeps its prefix length (devinet_ioctl, SIOCSIFADDR)
      return;
    }
    before.ifPresent(present -> link.inet().remove(present.local()));
    link.inet().add(prefix, LinkAddress.Scope.GLOBAL, prefix.broadcast());
    link.setUp();
  }

  /** A number as net-tools reads it, by atoi(3): what follows its digits does not count. */
  private int number(String word) {
    if (word.isEmpty()) {
      throw CommandFailure.of(E_OPTERR, usage);
    }
    Matcher digits = LEADING_DIGITS.matcher(word);
    return digits.find() ? Integer.parseInt(digits.group()) : 0;
  }

  private static void setBroadcast(Link link, String word) {
    Ipv4Address broadcast = AddressWords.address(word);
    link.addresses().stream()
        .findFirst()
        .ifPresent(
            present -> {
              link.inet().remove(present.local());
              link.inet().add(present.local(), LinkAddress.Scope.GLOBAL, broadcast);
            });
  }

  private static void setLength(Link link, int length) {
    link.addresses().stream()
        .findFirst()
        .filter(present -> present.local().length() != length)
        .ifPresent(
            present -> {
              Ipv4Prefix prefix = new Ipv4Prefix(present.address(), length);
              link.inet().remove(present.local());
              link.inet().add(prefix, LinkAddress.Scope.GLOBAL, prefix.broadcast());
            });
  }
}
