package dev.cnilab.cluster.image.coredns.log;

import dev.cnilab.cluster.image.coredns.chain.ClientQuery;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** The format of the plugin log: {@code pkg/replacer}. */
record LogFormat(String format) {
  static final String COMMON =
      "{remote}:{port} - {>id} \"{type} {class} {name} {proto} {size} {>do} {>bufsize}\" {rcode}"
          + " {>rflags} {rsize} {duration}";
  static final String COMBINED = COMMON + " \"{>opcode}\"";

  private static final Pattern LABEL = Pattern.compile("\\{>?[a-z]+}");
  private static final int SMALLEST_BUFFER = 512;

  /**
   * The formatted line.
   *
   * @param nanos how long the answer took
   */
  String of(ClientQuery query, Message answer, long nanos) {
    return LABEL
        .matcher(format)
        .replaceAll(label -> Matcher.quoteReplacement(value(label.group(), query, answer, nanos)));
  }

  private static String value(String label, ClientQuery query, Message answer, long nanos) {
    OPTRecord edns = query.message().getOPT();
    return switch (label) {
      case "{remote}" -> query.client().address().toString();
      case "{port}" -> Integer.toString(query.client().port());
      case "{>id}" -> Integer.toString(query.message().getHeader().getID());
      case "{>opcode}" -> Integer.toString(query.message().getHeader().getOpcode());
      case "{type}" -> Type.string(query.type());
      case "{class}" -> DClass.string(query.message().getQuestion().getDClass());
      case "{name}" -> query.text();
      case "{proto}" -> query.transport();
      case "{size}" -> Integer.toString(query.message().toWire().length);
      case "{>do}" -> Boolean.toString(edns != null && (edns.getFlags() & ExtendedFlags.DO) != 0);
      case "{>bufsize}" -> Integer.toString(edns == null ? SMALLEST_BUFFER : edns.getPayloadSize());
      case "{rcode}" -> Rcode.string(answer.getRcode());
      case "{>rflags}" -> flags(answer);
      case "{rsize}" -> Integer.toString(answer.toWire().length);
      case "{duration}" -> BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString() + "s";
      default -> "-";
    };
  }

  private static String flags(Message answer) {
    List<String> names = new ArrayList<>();
    for (int flag :
        new int[] {Flags.QR, Flags.AA, Flags.TC, Flags.RD, Flags.RA, Flags.AD, Flags.CD}) {
      if (answer.getHeader().getFlag(flag)) {
        names.add(Flags.string(flag).toLowerCase(Locale.ROOT));
      }
    }
    return String.join(",", names);
  }
}
