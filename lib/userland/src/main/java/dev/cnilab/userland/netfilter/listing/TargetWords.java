package dev.cnilab.userland.netfilter.listing;

import dev.cnilab.netsim.iptables.Mangling;
import dev.cnilab.netsim.iptables.NatFlag;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.subject.PortRange;
import dev.cnilab.netsim.netfilter.PacketLogLine.Detail;
import dev.cnilab.userland.netfilter.rule.LogLevels;
import java.util.Set;
import java.util.stream.Collectors;

/** The text of a target after its name in {@code iptables -L}, with a space before it. */
record TargetWords(boolean numeric) {

  String of(Target target) {
    return switch (target) {
      case Target.Reject reject -> " reject-with " + reject.with();
      case Target.DestinationNat nat -> " to:" + nat.to() + flags(nat.to().flags());
      case Target.SourceNat nat -> " to:" + nat.to() + flags(nat.to().flags());
      case Target.Redirect redirect ->
          redirect.ports().map(TargetWords::redirected).orElse("") + flags(redirect.flags());
      case Target.Masquerade masquerade ->
          masquerade.ports().map(TargetWords::masqueraded).orElse("") + flags(masquerade.flags());
      case Target.Mark mark -> " MARK " + mark(mark.value(), mark.mask());
      case Target.Log log ->
          (numeric
                  ? " LOG flags " + flags(log) + " level " + log.level()
                  : " LOG level " + name(log))
              + (log.prefix().isEmpty() ? "" : " prefix \"" + log.prefix() + "\"");
      case Target.NoTrack noTrack -> noTrack.called().equals("CT") ? " CT notrack" : " NOTRACK";
      case Target.Goto go -> "";
      case Mangling mangling -> mangling(mangling);
      case Target.Passing passing -> passing.words();
      case Target.Nothing other -> "";
      case Target.Accept other -> "";
      case Target.Drop other -> "";
      case Target.Return other -> "";
      case Target.Jump other -> "";
    };
  }

  private static String flags(Set<NatFlag> flags) {
    return flags.stream().sorted().map(each -> " " + each.text()).collect(Collectors.joining());
  }

  private static String name(Target.Log log) {
    return LogLevels.name(log.level())
        + log.details().stream().sorted().map(each -> " " + each).collect(Collectors.joining());
  }

  private static int flags(Target.Log log) {
    return log.details().stream().mapToInt(Detail::bit).sum();
  }

  private static String redirected(PortRange ports) {
    return " redir ports " + ports.text('-');
  }

  private static String masqueraded(PortRange ports) {
    return " masq ports: " + ports.text('-');
  }

  private static String mangling(Mangling mangling) {
    return switch (mangling) {
      case Mangling.TimeToLive ttl ->
          switch (ttl.change()) {
            case SET -> " TTL set to " + ttl.by();
            case DEC -> " TTL decrement by " + ttl.by();
            case INC -> " TTL increment by " + ttl.by();
          };
      case Mangling.TypeOfService tos -> " TOS set " + tos.toString().substring(17);
      case Mangling.CodePoint point -> " DSCP set " + point.toString().substring(19);
      case Mangling.ConnectionMark mark -> " CONNMARK " + mark(mark.value(), mark.mask());
      case Mangling.CarryMark carry ->
          (carry.way() == Mangling.CarryMark.Way.SAVE ? " CONNMARK save" : " CONNMARK restore")
              + (carry.mask() == -1 ? "" : String.format(" mask 0x%x", carry.mask()));
      case Mangling.SegmentSize size ->
          size.mss() == 0 ? " TCPMSS clamp to PMTU" : " TCPMSS set " + size.mss();
    };
  }

  /** The operation that {@code --set-xmark value/mask} amounts to. */
  private static String mark(int value, int mask) {
    if (mask == 0) {
      return String.format("xor 0x%x", value);
    }
    if (mask == -1) {
      return String.format("set 0x%x", value);
    }
    if (value == mask) {
      return String.format("or 0x%x", value);
    }
    return value == 0
        ? String.format("and 0x%x", ~mask)
        : String.format("xset 0x%x/0x%x", value, mask);
  }
}
