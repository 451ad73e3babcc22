package dev.cnilab.userland.net.capture.text;

import dev.cnilab.netsim.packet.Bytes;
import java.io.IOException;
import java.util.List;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Prints DNS messages as tcpdump does (print-domain.c). */
public final class DnsPrinter {
  private DnsPrinter() {}

  private static final int HEADER = 12;

  static String of(Bytes data, PrintOptions options) {
    if (data.length() < HEADER) {
      return "domain [length " + data.length() + " < " + HEADER + "] (invalid)";
    }
    Message message;
    try {
      message = new Message(data.toArray());
    } catch (IOException malformed) {
      return "UDP, length " + data.length();
    }
    return (message.getHeader().getFlag(Flags.QR) ? response(message, options) : query(message))
        + " ("
        + data.length()
        + ")";
  }

  private static String query(Message message) {
    Header header = message.getHeader();
    StringBuilder text = new StringBuilder(String.valueOf(header.getID()));
    text.append(header.getFlag(Flags.RD) ? "+" : "").append(header.getFlag(Flags.CD) ? "%" : "");
    int additional = header.getCount(Section.ADDITIONAL);
    text.append(additional > 0 ? " [" + additional + "au]" : "");
    Record question = message.getQuestion();
    if (question != null) {
      text.append(' ').append(Type.string(question.getType())).append("? ");
      text.append(question.getName());
    }
    return text.toString();
  }

  private static String response(Message message, PrintOptions options) {
    Header header = message.getHeader();
    StringBuilder text = new StringBuilder(String.valueOf(header.getID()));
    text.append(
        switch (header.getRcode()) {
          case Rcode.NOERROR -> "";
          case Rcode.FORMERR -> " FormErr";
          case Rcode.SERVFAIL -> " ServFail";
          case Rcode.NXDOMAIN -> " NXDomain";
          case Rcode.NOTIMP -> " NotImp";
          case Rcode.REFUSED -> " Refused";
          default -> " Resp" + header.getRcode();
        });
    text.append(header.getFlag(Flags.AA) ? "*" : "");
    text.append(header.getFlag(Flags.RA) ? "" : "-");
    text.append(header.getFlag(Flags.TC) ? "|" : "");
    text.append(header.getFlag(Flags.AD) ? "$" : "");
    text.append(' ').append(header.getCount(Section.ANSWER)).append('/');
    text.append(header.getCount(Section.AUTHORITY)).append('/');
    text.append(header.getCount(Section.ADDITIONAL));
    List<Record> answers = message.getSection(Section.ANSWER);
    for (int i = 0; i < answers.size(); i++) {
      Record record = answers.get(i);
      text.append(i == 0 ? " " : ", ");
      text.append(options.verbose() ? record.getName() + " " : "");
      text.append(Type.string(record.getType())).append(' ').append(record.rdataToString());
    }
    return text.toString();
  }
}
