package dev.cnilab.userland.netfilter.rule;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.conntrack.Translation;
import dev.cnilab.netsim.iptables.HeaderMatch;
import dev.cnilab.netsim.iptables.KnowledgeMatch;
import dev.cnilab.netsim.iptables.KnowledgeMatch.ConnectionState.Name;
import dev.cnilab.netsim.iptables.Match;
import dev.cnilab.netsim.iptables.PacketMatch;
import dev.cnilab.netsim.iptables.PortRange;
import dev.cnilab.netsim.iptables.RateMatch;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.TransportMatch;
import dev.cnilab.netsim.packet.Protocols;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.userland.process.ProgramException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the specification of a rule: what follows {@code -A CHAIN}. */
public final class RuleParser {
  private static final int LONGEST_LINK = 15;

  /** Of the extension multiport; a range counts twice. */
  private static final int MOST_PORTS = 15;

  private final Table table;
  private final List<Match> basic = new ArrayList<>();
  private final List<Match> extended = new ArrayList<>();
  private final List<String> loaded = new ArrayList<>();
  private final List<String> named = new ArrayList<>();
  private @Nullable TargetParser target;
  private String protocol = "";
  private boolean inverted;

  // Extensions whose conditions come in several options.
  private String statisticMode = "";
  private int every;
  private int limit = 3;
  private ChronoUnit limitPer = ChronoUnit.HOURS;
  private int burst = 5;

  public RuleParser(Table table) {
    this.table = table;
  }

  /**
   * The rule that the words specify.
   *
   * @throws ProgramException if they specify none
   */
  public Rule parse(Words words) throws ProgramException {
    while (!words.isEmpty()) {
      String option = words.next();
      if (option.equals("!")) {
        inverted = true;
        continue;
      }
      take(option, words);
      inverted = false;
    }
    return finish();
  }

  /** The extensions whose options are known by now. */
  private Set<String> extensions() {
    Set<String> extensions = new HashSet<>(named);
    extensions.add(protocol);
    if (target != null) {
      extensions.add(target.name());
    }
    return extensions;
  }

  private void take(String given, Words words) throws ProgramException {
    String option = LongOptions.expand(given, extensions());
    TargetParser parser = target;
    if (parser != null && parser.take(option, words)) {
      return;
    }
    switch (option) {
      case "-s", "--source", "--src" ->
          addBasic(new PacketMatch.Source(prefix(words.valueOf(option))));
      case "-d", "--destination", "--dst" ->
          addBasic(new PacketMatch.Destination(prefix(words.valueOf(option))));
      case "-i", "--in-interface" -> addBasic(new PacketMatch.In(link(words.valueOf(option))));
      case "-o", "--out-interface" -> addBasic(new PacketMatch.Out(link(words.valueOf(option))));
      case "-p", "--protocol" -> takeProtocol(words.valueOf(option));
      case "-m", "--match" -> load(words.valueOf(option));
      case "-j", "--jump" -> target = TargetParser.jump(table, words.valueOf(option));
      case "-g", "--goto" -> target = TargetParser.goTo(table, words.valueOf(option));
      default -> takeExtended(option, words);
    }
  }

  private static String link(String name) throws ProgramException {
    if (name.length() > LONGEST_LINK) {
      throw IptablesFailure.usage(
          "interface name `" + name + "' must be shorter than IFNAMSIZ (" + LONGEST_LINK + ")");
    }
    return name;
  }

  private void addBasic(Match match) {
    boolean everything =
        match.equals(new PacketMatch.Source(Ipv4Prefix.DEFAULT))
            || match.equals(new PacketMatch.Destination(Ipv4Prefix.DEFAULT));
    if (everything && !inverted) {
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
      return;
    }
    int number = Protocols.number(name.toLowerCase(Locale.ROOT));
    if (number < 0) {
      number = number(name, 255, "unknown protocol \"" + name + "\" specified");
    }
    protocol = Protocols.name(number);
    addBasic(new PacketMatch.Protocol(number));
  }

  private void load(String extension) throws ProgramException {
    named.add(extension);
    if (HeaderOptions.EXTENSIONS.contains(extension)) {
      loaded.add(extension);
      return;
    }
    switch (extension) {
      case "tcp",
          "udp",
          "icmp",
          "conntrack",
          "state",
          "mark",
          "comment",
          "statistic",
          "multiport",
          "addrtype",
          "limit",
          "set" ->
          loaded.add(extension);
      default ->
          throw IptablesFailure.usage(
              "Couldn't load match `" + extension + "':No such file or directory\n");
    }
  }

  private void takeExtended(String option, Words words) throws ProgramException {
    boolean marksConnections = loaded.contains("connmark");
    Optional<Match> header = HeaderOptions.match(option, words, marksConnections);
    if (header.isPresent()) {
      if (header.get().extension().isEmpty()) {
        addBasic(header.get());
      } else {
        add(header.get());
      }
      return;
    }
    switch (option) {
      case "--sport", "--source-port" ->
          add(new TransportMatch.SourcePort(transport(option), ports(words.valueOf(option))));
      case "--dport", "--destination-port" ->
          add(new TransportMatch.DestinationPort(transport(option), ports(words.valueOf(option))));
      case "--tcp-flags" ->
          add(
              new TransportMatch.TcpFlags(
                  flags(words.valueOf(option)), flags(words.valueOf(option))));
      case "--syn" -> add(new TransportMatch.TcpFlags(flags("FIN,SYN,RST,ACK"), flags("SYN")));
      case "--icmp-type" -> add(IcmpTypes.parse(words.valueOf(option)));
      case "--ctstate" -> add(new KnowledgeMatch.ConnectionState(states(words.valueOf(option))));
      case "--state" ->
          add(new KnowledgeMatch.ConnectionState("state", states(words.valueOf(option))));
      case "--mark" -> add(mark(words.valueOf(option)));
      case "--comment" -> add(new Match.Comment(words.valueOf(option)));
      case "--dports", "--destination-ports" ->
          add(new TransportMatch.Ports(Translation.DESTINATION, ranges(words.valueOf(option))));
      case "--sports", "--source-ports" ->
          add(new TransportMatch.Ports(Translation.SOURCE, ranges(words.valueOf(option))));
      case "--src-type" ->
          add(new KnowledgeMatch.AddressType(Translation.SOURCE, routeType(words.valueOf(option))));
      case "--dst-type" ->
          add(
              new KnowledgeMatch.AddressType(
                  Translation.DESTINATION, routeType(words.valueOf(option))));
      case "--match-set" ->
          add(new KnowledgeMatch.InSet(words.valueOf(option), parts(words.valueOf(option))));
      case "--mode" -> statisticMode = words.valueOf(option);
      case "--probability" -> add(RateMatch.Random.of(probability(words.valueOf(option))));
      case "--every" ->
          every = Math.max(1, number(words.valueOf(option), Integer.MAX_VALUE, "bad --every"));
      case "--packet" ->
          add(
              new RateMatch.Nth(
                  Math.max(1, every),
                  number(words.valueOf(option), Integer.MAX_VALUE, "bad --packet")));
      case "--limit" -> takeLimit(words.valueOf(option));
      case "--limit-burst" -> burst = number(words.valueOf(option), 10_000, "bad --limit-burst");
      default ->
          throw option.startsWith("-")
              ? IptablesFailure.usage("unknown option \"" + option + "\"")
              : IptablesFailure.badArgument(option);
    }
  }

  private Rule finish() throws ProgramException {
    if (loaded.contains("comment")) {
      throw IptablesFailure.usage("comment: option \"--comment\" must be specified\n");
    }
    if (loaded.contains("limit")) {
      inverted = false;
      add(new RateMatch.Limit(limit, limitPer, burst));
    }
    if (statisticMode.equals("nth") && loaded.contains("statistic")) {
      throw IptablesFailure.usage(
          every > 0
              ? "statistic: option \"--every\" also requires \"--packet\".\n"
              : "statistic: option \"--every\" must be specified\n");
    }
    List<Match> matches = new ArrayList<>();
    for (Class<?> kind :
        List.of(
            PacketMatch.Source.class,
            PacketMatch.Destination.class,
            PacketMatch.In.class,
            PacketMatch.Out.class,
            PacketMatch.Protocol.class,
            HeaderMatch.Fragmented.class)) {
      basic.stream()
          .filter(match -> kind.isInstance(match instanceof Match.Not not ? not.match() : match))
          .forEach(matches::add);
    }
    loaded.stream().distinct().map(Match.Loaded::new).forEach(matches::add);
    matches.addAll(inOrder(extended));
    Target chosen = target == null ? new Target.Nothing() : target.finish();
    requireTransport(chosen);
    return new Rule(matches, chosen);
  }

  /**
   * The extensions in the order in which they were named, each one's conditions together, and those
   * of tcp in the order the header has them.
   */
  private List<Match> inOrder(List<Match> given) {
    List<String> extensions = named.stream().distinct().toList();
    return given.stream()
        .sorted(
            Comparator.comparingInt((Match match) -> extensions.indexOf(match.extension()))
                .thenComparing(match -> placeInHeader(match)))
        .toList();
  }

  private static int placeInHeader(Match match) {
    return switch (match) {
      case Match.Not not -> placeInHeader(not.match());
      case TransportMatch.SourcePort port -> 0;
      case TransportMatch.DestinationPort port -> 1;
      default -> 2;
    };
  }

  /** Ports can be translated only where there are some. */
  private void requireTransport(Target chosen) throws ProgramException {
    boolean ports =
        switch (chosen) {
          case Target.DestinationNat nat -> nat.to().ports().isPresent();
          case Target.SourceNat nat -> nat.to().ports().isPresent();
          case Target.Redirect redirect -> redirect.ports().isPresent();
          case Target.Masquerade masquerade -> masquerade.ports().isPresent();
          default -> false;
        };
    if (ports && !List.of("tcp", "udp", "sctp", "dccp").contains(protocol)) {
      throw IptablesFailure.usage("Need TCP, UDP, SCTP or DCCP with port specification");
    }
  }

  private String transport(String option) throws ProgramException {
    if (!protocol.equals("tcp") && !protocol.equals("udp")) {
      throw IptablesFailure.usage("unknown option \"" + option + "\"");
    }
    return protocol;
  }

  private static Ipv4Prefix prefix(String text) throws ProgramException {
    int slash = text.indexOf('/');
    String mask = text.substring(slash + 1);
    if (slash >= 0 && mask.matches("\\d+") && (mask.length() > 2 || Integer.parseInt(mask) > 32)) {
      throw new ProgramException(
          2,
          IptablesFailure.VERSION
              + (": invalid mask `" + mask + "' specified\n")
              + "Try `iptables -h' or 'iptables --help' for more information.");
    }
    try {
      Ipv4Prefix given =
          slash < 0
              ? Ipv4Prefix.of(Ipv4Address.parse(text))
              : new Ipv4Prefix(
                  Ipv4Address.parse(text.substring(0, slash)), bits(text.substring(slash + 1)));
      return given.network();
    } catch (IllegalArgumentException notAnAddress) {
      throw new ProgramException(
          2,
          IptablesFailure.VERSION
              + ": host/network `"
              + (slash < 0 ? text : text.substring(0, slash))
              + "' not found\nTry `iptables -h' or 'iptables --help' for more information.");
    }
  }

  /** The length of a mask given as such or as an address. */
  private static int bits(String mask) {
    return mask.contains(".")
        ? Integer.bitCount(Ipv4Address.parse(mask).bits())
        : Integer.parseInt(mask);
  }

  private static PortRange ports(String text) throws ProgramException {
    String[] ends = text.split(":", 2);
    int first = ends[0].isEmpty() ? 0 : port(ends[0]);
    int last = ends.length == 1 ? first : ends[1].isEmpty() ? 65535 : port(ends[1]);
    try {
      return new PortRange(first, last);
    } catch (IllegalArgumentException wrongOrder) {
      throw IptablesFailure.usage("invalid portrange (min > max)");
    }
  }

  static List<PortRange> ranges(String text) throws ProgramException {
    List<PortRange> ranges = new ArrayList<>();
    int count = 0;
    for (String each : text.split(",", -1)) {
      PortRange range = ports(each);
      ranges.add(range);
      count += range.first() == range.last() ? 1 : 2;
    }
    if (count > MOST_PORTS) {
      throw IptablesFailure.usage("too many ports specified");
    }
    return ranges;
  }

  private static int port(String text) throws ProgramException {
    Optional<Integer> known = PortNames.number(text);
    return known.isPresent()
        ? known.get()
        : number(text, 65535, "invalid port/service `" + text + "' specified");
  }

  private static Set<TcpSegment.Flag> flags(String text) throws ProgramException {
    Set<TcpSegment.Flag> flags = EnumSet.noneOf(TcpSegment.Flag.class);
    for (String name : text.split(",", -1)) {
      switch (name) {
        case "ALL" -> flags.addAll(EnumSet.range(TcpSegment.Flag.FIN, TcpSegment.Flag.URG));
        case "NONE" -> {}
        default ->
            flags.add(constant(TcpSegment.Flag.class, name, "Unknown TCP flag `" + name + "'"));
      }
    }
    return flags;
  }

  private static Set<Name> states(String text) throws ProgramException {
    Set<Name> states = EnumSet.noneOf(Name.class);
    for (String name : text.split(",", -1)) {
      states.add(constant(Name.class, name, "Bad ctstate \"" + name + "\""));
    }
    return states;
  }

  private static Match mark(String text) throws ProgramException {
    String[] parts = text.split("/", 2);
    return new KnowledgeMatch.Mark(word(parts[0]), parts.length == 1 ? -1 : word(parts[1]));
  }

  private static RouteType routeType(String text) throws ProgramException {
    return constant(RouteType.class, text, "Unknown addrtype `" + text + "'");
  }

  private static List<KnowledgeMatch.InSet.Part> parts(String text) throws ProgramException {
    List<KnowledgeMatch.InSet.Part> parts = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      parts.add(
          constant(
              KnowledgeMatch.InSet.Part.class,
              each,
              "You must specify (the comma separated list of) 'src' or 'dst'."));
    }
    return parts;
  }

  private static double probability(String text) throws ProgramException {
    try {
      double value = Double.parseDouble(text);
      if (value >= 0 && value <= 1) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // Refused below, as a number that is out of range.
    }
    throw IptablesFailure.usage(
        "statistic: bad value for option \"--probability\", or out of range (0-1).");
  }

  private void takeLimit(String text) throws ProgramException {
    String[] parts = text.split("/", 2);
    String problem = "limit: bad value for option \"--limit\", or out of range (1-10000).";
    limit = number(parts[0], 10_000, problem);
    String unit = parts.length == 1 ? "second" : parts[1];
    Optional<ChronoUnit> per =
        Arrays.stream(
                new ChronoUnit[] {
                  ChronoUnit.SECONDS, ChronoUnit.MINUTES, ChronoUnit.HOURS, ChronoUnit.DAYS
                })
            .filter(
                each ->
                    each.name().toLowerCase(Locale.ROOT).startsWith(unit.toLowerCase(Locale.ROOT)))
            .findFirst();
    limitPer = per.orElseThrow(() -> IptablesFailure.usage(problem));
  }

  static int word(String text) throws ProgramException {
    try {
      return Long.decode(text).intValue();
    } catch (NumberFormatException notANumber) {
      throw IptablesFailure.usage("MARK: bad mark value `" + text + "'");
    }
  }

  public static int number(String text, int most, String problem) throws ProgramException {
    try {
      int number = Integer.parseInt(text);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Refused below, as a number that is out of range.
    }
    throw IptablesFailure.usage(problem);
  }

  static <E extends Enum<E>> E constant(Class<E> type, String name, String problem)
      throws ProgramException {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(name.replace('-', '_'))) {
        return constant;
      }
    }
    throw IptablesFailure.usage(problem);
  }
}
