package dev.cnilab.userland.net.ipset;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.ipset.IpSet;
import dev.cnilab.netsim.ipset.IpSetOptions;
import dev.cnilab.netsim.ipset.IpSets;
import dev.cnilab.netsim.ipset.SetEntry;
import dev.cnilab.netsim.ipset.SetLookup;
import dev.cnilab.netsim.ipset.SetType;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.command.LineReader;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** {@code ipset} 7.17: sets for iptables rules. */
public final class IpsetCommand implements Program {

  private static final List<String> COMMANDS =
      List.of(
          "create", "add", "del", "test", "destroy", "list", "save", "restore", "flush", "rename",
          "swap", "version", "help");

  @Override
  public int run(Process process) throws IOException {
    if (!process.credentials().can(Capability.NET_ADMIN)) {
      CommandFailure refused =
          IpsetFailure.failed("Kernel error received: Operation not permitted");
      process.err().println(refused.text());
      return refused.status();
    }
    List<String> words = process.arguments();
    boolean quiet = false;
    try {
      IpsetArguments arguments = IpsetArguments.read(words.subList(1, words.size()));
      quiet = arguments.quiet();
      return new Run(process, arguments).run();
    } catch (CommandFailure failure) {
      if (!quiet) {
        process.err().println(failure.text());
      }
      return failure.status();
    }
  }

  /** One call. */
  private static final class Run {
    private final Process process;
    private final IpSets sets;
    private final SetReferences references;
    private final IpsetArguments arguments;
    private boolean exist;

    Run(Process process, IpsetArguments arguments) {
      this.process = process;
      this.sets = process.network().sets();
      this.references = new SetReferences(process.network());
      this.arguments = arguments;
      this.exist = arguments.exist();
    }

    int run() throws IOException {
      List<String> words = arguments.words();
      if (words.isEmpty()) {
        throw IpsetFailure.usage("No command specified.");
      }
      return perform(words);
    }

    private int perform(List<String> words) throws IOException {
      String command = words.getFirst();
      List<String> rest = words.subList(1, words.size());
      if (!COMMANDS.contains(command)) {
        throw IpsetFailure.usage("No command specified: unknown argument " + command);
      }
      switch (command) {
        case "create" -> {
          require(rest, 2, command);
          create(rest.getFirst(), rest.get(1), rest.subList(2, rest.size()));
        }
        case "add", "del", "test" -> {
          require(rest, 2, command);
          return element(command, rest);
        }
        case "destroy" -> destroy(rest);
        case "flush" -> chosen(rest).forEach(IpSet::flush);
        case "rename" -> {
          require(rest, 2, command);
          rename(rest.getFirst(), rest.get(1));
        }
        case "swap" -> {
          require(rest, 2, command);
          swap(rest.getFirst(), rest.get(1));
        }
        case "list" -> list(chosen(rest));
        case "save" -> chosen(rest).forEach(set -> text().save(set, process.out()::print));
        case "restore" -> restore();
        default -> process.out().println("ipset v7.17, protocol version: 7");
      }
      return 0;
    }

    private static void require(List<String> rest, int count, String command) {
      if (rest.isEmpty()) {
        throw IpsetFailure.usage("Missing mandatory argument to command " + command);
      }
      if (rest.size() < count) {
        throw IpsetFailure.usage("Missing second mandatory argument to command " + command);
      }
    }

    private SetText text() {
      return new SetText(process.loop().nanoTime());
    }

    private IpSet set(String name) {
      return sets.find(name).orElseThrow(IpsetFailure::noSet);
    }

    private Collection<IpSet> chosen(List<String> rest) {
      return rest.isEmpty() ? List.copyOf(sets.all()) : List.of(set(rest.getFirst()));
    }

    private void create(String name, String typeName, List<String> rest) {
      if (name.length() > 31) {
        throw IpsetFailure.syntax("setname '" + name + "' is longer than 31 characters");
      }
      SetType type = CreateWords.type(typeName);
      IpSetOptions options = CreateWords.parse(rest);
      Optional<IpSet> known = sets.find(name);
      if (known.isPresent()) {
        if (!exist || known.get().type() != type || !known.get().options().equals(options)) {
          throw IpsetFailure.failed("Set cannot be created: set with the same name already exists");
        }
        return;
      }
      sets.create(name, type, options);
    }

    private int element(String command, List<String> rest) {
      IpSet set = set(rest.getFirst());
      List<String> options = rest.subList(2, rest.size());
      EntryOptions.check(command, set, options);
      List<SetEntry> entries = EntryWords.parse(set, rest.get(1), options.contains("nomatch"));
      if (set.type() == SetType.LIST_SET && sets.find(rest.get(1)).isEmpty()) {
        throw IpsetFailure.failed("Set to be added/deleted/tested as element does not exist.");
      }
      if (command.equals("test")) {
        return test(set, rest.get(1), entries.getFirst());
      }
      try {
        for (SetEntry entry : entries) {
          change(command, set, entry, options);
        }
      } catch (ErrnoException refused) {
        throw IpsetFailure.ofEntry(refused);
      }
      return 0;
    }

    private void change(String command, IpSet set, SetEntry entry, List<String> options) {
      Optional<SetEntry> there = set.presentAt(entry);
      if (exist && there.isPresent() == command.equals("add")) {
        if (there.isEmpty()) {
          return;
        }
        set.remove(there.get());
      }
      if (command.equals("add")) {
        int timeout = options.indexOf("timeout");
        int comment = options.indexOf("comment");
        Optional<Duration> time =
            timeout < 0
                ? set.options().timeout()
                : Optional.of(Duration.ofSeconds(CreateWords.number(options, timeout + 1)));
        boolean said = comment >= 0 && comment + 1 < options.size();
        set.add(entry, time, said ? options.get(comment + 1) : "");
      } else {
        set.remove(there.orElse(entry));
      }
    }

    private int test(IpSet set, String word, SetEntry entry) {
      boolean in =
          switch (entry) {
            case SetEntry.Address address ->
                sets.contains(set.name(), lookup(address.address(), 0, -1));
            case SetEntry.Net net when net.prefix().length() < 32 -> set.has(net);
            case SetEntry.Net net -> set.covers(net);
            case SetEntry.AddressPort port ->
                sets.contains(set.name(), lookup(port.address(), port.protocol(), port.port()));
            case SetEntry.Member member -> set.has(member);
          };
      String said = entry instanceof SetEntry.AddressPort ? entry.toString() : word;
      String text = said + (in ? " is in set " : " is NOT in set ") + set.name() + ".";
      if (!arguments.quiet()) {
        process.err().println(in ? "Warning: " + text : text);
      }
      return in ? 0 : 1;
    }

    private static SetLookup lookup(Ipv4Address address, int protocol, int port) {
      return new SetLookup(address, protocol, port);
    }

    private void destroy(List<String> rest) {
      Collection<IpSet> all = chosen(rest);
      if (all.stream().anyMatch(set -> references.of(set) > 0)) {
        throw IpsetFailure.failed("Set cannot be destroyed: it is in use by a kernel component");
      }
      all.forEach(set -> sets.destroy(set.name()));
    }

    private void rename(String from, String to) {
      if (references.of(set(from)) > 0) {
        throw IpsetFailure.failed("Set cannot be renamed: it is in use by another system");
      }
      try {
        sets.rename(from, to);
      } catch (ErrnoException taken) {
        throw IpsetFailure.failed("Set cannot be renamed: a set with the new name already exists");
      }
    }

    private void swap(String one, String other) {
      set(one);
      if (sets.find(other).isEmpty()) {
        throw IpsetFailure.failed("Sets cannot be swapped: the second set does not exist");
      }
      try {
        sets.swap(one, other);
      } catch (ErrnoException unlike) {
        throw IpsetFailure.failed("The sets cannot be swapped: their type does not match");
      }
    }

    private void list(Collection<IpSet> all) {
      String between = "";
      for (IpSet set : all) {
        process.out().print(between);
        list(set);
        between = arguments.names() || arguments.saves() ? "" : "\n";
      }
    }

    private void list(IpSet set) {
      if (arguments.names()) {
        process.out().println(set.name());
      } else if (arguments.saves()) {
        text().save(set, process.out()::print);
      } else if (arguments.terse()) {
        process.out().print(text().terse(set, references.of(set)));
      } else {
        text().list(set, references.of(set), process.out()::print);
      }
    }

    private void restore() throws IOException {
      LineReader lines = new LineReader(process.in());
      int number = 0;
      for (Optional<LineReader.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
        number++;
        String text = line.get().text().strip();
        if (text.isEmpty() || text.startsWith("#") || text.equals("COMMIT")) {
          continue;
        }
        try {
          List<String> words = new ArrayList<>(List.of(text.replace("\"", "").split("\\s+")));
          words.set(0, IpsetArguments.command(words.getFirst()));
          boolean said = words.remove("-exist") || words.remove("-!");
          exist |= said;
          perform(words);
        } catch (CommandFailure failure) {
          if (failure.text().contains("No command specified")) {
            throw failure; // its line is not counted yet
          }
          throw CommandFailure.of(
              failure.status(),
              failure
                  .text()
                  .replaceFirst("^ipset v7.17: ", "ipset v7.17: Error in line " + number + ": "));
        }
      }
    }
  }
}
