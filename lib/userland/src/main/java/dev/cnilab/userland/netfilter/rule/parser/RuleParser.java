package dev.cnilab.userland.netfilter.rule.parser;

import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import dev.cnilab.netsim.iptables.match.TransportMatch;
import dev.cnilab.netsim.packet.Protocols;
import dev.cnilab.userland.netfilter.rule.Accounts;
import dev.cnilab.userland.netfilter.rule.IcmpTypes;
import dev.cnilab.userland.netfilter.rule.Icmpv6Types;
import dev.cnilab.userland.netfilter.rule.IptablesFailure;
import dev.cnilab.userland.netfilter.rule.IptablesWords;
import dev.cnilab.userland.netfilter.rule.LongOptions;
import dev.cnilab.userland.netfilter.rule.RuleAddresses;
import dev.cnilab.userland.netfilter.rule.RuleValues;
import dev.cnilab.userland.netfilter.rule.ServiceOptions;
import dev.cnilab.userland.process.ProgramException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses a rule specification: what follows {@code -A CHAIN}. */
public final class RuleParser {

  private static final Set<Match> ANY_LINK =
      Set.of(new PacketMatch.In("+"), new PacketMatch.Out("+"));

  private final Table table;
  private final RuleAddresses addresses;
  private final List<Match> basic = new ArrayList<>();
  private final List<Match> extended = new ArrayList<>();
  private final List<String> loaded = new ArrayList<>();
  private final List<String> named = new ArrayList<>();
  private @Nullable TargetParser target;
  private String protocol = "";
  private final RateOptions rates;
  private final MemoryOptions memories;
  private final OwnerOptions owners;
  private final GivenOptions given = new GivenOptions();
  private boolean inverted;

  /**
   * Creates a parser of one rule.
   *
   * @param addresses the addresses that it may name
   * @param accounts the users whom it may name
   */
  public RuleParser(Table table, RuleAddresses addresses, Accounts accounts) {
    this.table = table;
    this.addresses = addresses;
    this.owners = new OwnerOptions(accounts);
    this.rates = new RateOptions(this::add, () -> inverted);
    this.memories = new MemoryOptions(table, this::add);
  }

  /**
   * Parses a rule.
   *
   * @throws ProgramException if the arguments are invalid
   */
  public Rule parse(IptablesWords words) throws ProgramException {
    while (!words.isEmpty()) {
      String option = words.next();
      if (option.equals("!")) {
        if (inverted) {
          throw IptablesFailure.usage("multiple consecutive ! not allowed");
        }
        inverted = true;
        continue;
      }
      take(option, words);
      inverted = false;
    }
    return finish();
  }

  /** The extensions whose options are known so far. */
  private Set<String> extensions() {
    Set<String> extensions = new HashSet<>(named);
    extensions.add(protocol);
    if (target != null) {
      extensions.add(target.name());
    }
    return extensions;
  }

  private void take(String word, IptablesWords words) throws ProgramException {
    String option = word.startsWith("--") ? LongOptions.expand(word, extensions()) : word;
    given.take(option, extensions());
    if (inverted) {
      given.requireInvertible(option, extensions());
    }
    TargetParser parser = target;
    if (parser != null && parser.take(option, words)) {
      return;
    }
    switch (option) {
      case "-s", "--source", "--src" -> addBasic(addresses.source(words.valueOf(option)));
      case "-d", "--destination", "--dst" -> addBasic(addresses.destination(words.valueOf(option)));
      case "-i", "--in-interface" ->
          addBasic(new PacketMatch.In(RuleValues.link(words.valueOf(option))));
      case "-o", "--out-interface" ->
          addBasic(new PacketMatch.Out(RuleValues.link(words.valueOf(option))));
      case "-p", "--protocol" -> takeProtocol(words.valueOf(option));
      case "-m", "--match" -> load(words.valueOf(option));
      case "-j", "--jump" -> {
        requireOnly("-j");
        target = TargetParser.jump(table, words.valueOf(option));
      }
      case "-g", "--goto" -> {
        requireOnly("-j"); // iptables counts both as one option
        target = TargetParser.goTo(table, words.valueOf(option));
      }
      default -> takeExtended(option, words);
    }
  }

  /** Checks that an option that can be given once is the first, and is not inverted. */
  private void requireOnly(String option) throws ProgramException {
    if (inverted) {
      throw RuleValues.wrong("cannot have ! before " + option);
    } else if (target != null) {
      throw RuleValues.wrong("multiple " + option + " flags not allowed");
    }
  }

  private void addBasic(Match match) {
    if ((addresses.isEverywhere(match) || ANY_LINK.contains(match)) && !inverted) {
      return;
    }
    basic.add(inverted ? new Match.Not(match) : match);
  }

  private void add(Match match) {
    named.add(match.extension());
    loaded.remove(match.extension());
    extended.add(inverted ? new Match.Not(match) : match);
  }

  private void takeProtocol(String name) throws ProgramException {
    if (name.equals("all") || name.equals("0")) {
      if (inverted) {
        throw IptablesFailure.usage("rule would never match protocol");
      }
      return;
    }
    String known = name.toLowerCase(Locale.ROOT);
    int number = Protocols.number(known.equals("icmpv6") ? "ipv6-icmp" : known);
    if (number < 0) {
      number = RuleValues.number(name, 255, "unknown protocol \"" + name + "\" specified");
    }
    protocol = Protocols.name(number);
    addBasic(new PacketMatch.Protocol(number));
  }

  private void load(String extension) throws ProgramException {
    named.add(extension);
    given.load(extension);
    Requirements.checkKnown(extension);
    loaded.add(extension);
  }

  private void takeExtended(String option, IptablesWords words) throws ProgramException {
    Optional<Match> header = HeaderOptions.match(option, words, loaded);
    if (header.isPresent()) {
      if (header.get().extension().isEmpty()) {
        addBasic(header.get());
      } else {
        add(header.get());
      }
      return;
    }
    Optional<Match> connection = ConnectionOptions.match(option, words);
    if (connection.isPresent()) {
      add(connection.get());
      return;
    }
    Optional<Match> own = ofSender(option, words);
    if (own.isPresent()) {
      add(own.get());
      return;
    }
    if (rates.take(option, words) || memories.take(option, words, loaded, inverted)) {
      return;
    }
    switch (option) {
      case "--sport", "--source-port" ->
          add(
              new TransportMatch.SourcePort(
                  transport(option), RuleValues.ports(words.valueOf(option))));
      case "--dport", "--destination-port" ->
          add(
              new TransportMatch.DestinationPort(
                  transport(option), RuleValues.ports(words.valueOf(option))));
      case "--tcp-flags" -> add(tcpFlags(words));
      case "--syn" ->
          add(
              new TransportMatch.TcpFlags(
                  RuleValues.flags("FIN,SYN,RST,ACK"), RuleValues.flags("SYN")));
      case "--tcp-option" ->
          add(
              new TransportMatch.TcpOption(
                  RuleValues.number(words.valueOf(option), 255, "Bad TCP option")));
      case "--icmpv6-type" -> add(Icmpv6Types.parse(words.valueOf(option)));
      case "--icmp-type" -> add(IcmpTypes.parse(words.valueOf(option)));
      case "--ctstate" ->
          add(
              new KnowledgeMatch.ConnectionState(
                  RuleValues.states(words.valueOf(option), "ctstate")));
      case "--state" ->
          add(
              new KnowledgeMatch.ConnectionState(
                  "state", RuleValues.states(words.valueOf(option), "state")));
      case "--mark" -> add(RuleValues.mark(words.valueOf(option)));
      case "--nfacct-name" -> add(new Match.Accounted(words.valueOf(option)));
      case "--comment" -> add(new Match.Comment(words.valueOf(option)));
      case "--dports", "--destination-ports" ->
          add(
              new TransportMatch.Ports(
                  Translation.DESTINATION, RuleValues.ranges(words.valueOf(option))));
      case "--sports", "--source-ports" ->
          add(
              new TransportMatch.Ports(
                  Translation.SOURCE, RuleValues.ranges(words.valueOf(option))));
      case "--src-type" ->
          add(
              new KnowledgeMatch.AddressType(
                  Translation.SOURCE, RuleValues.routeTypes(words.valueOf(option))));
      case "--dst-type" ->
          add(
              new KnowledgeMatch.AddressType(
                  Translation.DESTINATION, RuleValues.routeTypes(words.valueOf(option))));
      case "--match-set" ->
          add(
              new KnowledgeMatch.InSet(
                  words.valueOf(option), RuleValues.parts(words.valueOf(option))));
      default ->
          throw option.startsWith("-")
              ? IptablesFailure.usage("unknown option \"" + option + "\"")
              : IptablesFailure.badArgument(option);
    }
  }

  private static Match tcpFlags(IptablesWords words) throws ProgramException {
    String examined = words.valueOf("--tcp-flags");
    if (!words.hasValue()) {
      throw IptablesFailure.usage("--tcp-flags requires two args.");
    }
    return new TransportMatch.TcpFlags(RuleValues.flags(examined), RuleValues.flags(words.next()));
  }

  /** The condition of an option of owner, tos or dscp. */
  private Optional<Match> ofSender(String option, IptablesWords words) throws ProgramException {
    Optional<Match> owner = owners.match(option, words);
    return owner.isPresent() ? owner : ServiceOptions.match(option, words);
  }

  private Rule finish() throws ProgramException {
    inverted = false;
    given.requireCompatible();
    rates.finish(loaded);
    memories.finish(loaded);
    Requirements.check(loaded);
    // One without an option is left to the kernel, which refuses it.
    Requirements.checkTransport(
        named.stream().filter(name -> !loaded.contains(name)).toList(), protocol);
    List<Match> matches = new ArrayList<>(MatchOrder.ofBasic(basic));
    loaded.stream().distinct().map(Match.Loaded::new).forEach(matches::add);
    matches.addAll(MatchOrder.ofExtended(extended, named));
    Target chosen = target == null ? new Target.Nothing() : target.finish();
    Requirements.checkPorts(chosen, protocol);
    return new Rule(matches, chosen);
  }

  private String transport(String option) throws ProgramException {
    Requirements.checkTransport(named, protocol);
    if (!List.of("tcp", "udp", "sctp", "dccp").contains(protocol)) {
      throw IptablesFailure.usage("unknown option \"" + option + "\"");
    }
    return protocol;
  }
}
