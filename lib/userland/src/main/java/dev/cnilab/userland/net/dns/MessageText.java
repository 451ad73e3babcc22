package dev.cnilab.userland.net.dns;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A whole message as {@code dig} and {@code host -v} print it (bin/dig/dig.c, printmessage). */
public final class MessageText {
  private final StringBuilder out = new StringBuilder();
  private final Message message;
  private final RecordColumns columns;

  public MessageText(Message message, RecordColumns columns) {
    this.message = message;
    this.columns = columns;
  }

  /** The lines with status, flags and counts, and an empty line. */
  public MessageText header() {
    Header header = message.getHeader();
    out.append(";; ->>HEADER<<- opcode: ").append(Opcode.string(header.getOpcode()));
    out.append(", status: ").append(Rcode.string(message.getRcode()));
    out.append(", id: ").append(header.getID()).append("\n;; flags:").append(flags(header));
    out.append("; QUERY: ").append(header.getCount(Section.QUESTION));
    out.append(", ANSWER: ").append(header.getCount(Section.ANSWER));
    out.append(", AUTHORITY: ").append(header.getCount(Section.AUTHORITY));
    out.append(", ADDITIONAL: ").append(header.getCount(Section.ADDITIONAL)).append('\n');
    return this;
  }

  private static String flags(Header header) {
    StringBuilder flags = new StringBuilder();
    for (int flag :
        new int[] {Flags.QR, Flags.AA, Flags.TC, Flags.RD, Flags.RA, Flags.AD, Flags.CD}) {
      if (header.getFlag(flag)) {
        flags.append(' ').append(Flags.string(flag));
      }
    }
    return flags.toString();
  }

  /** dig's warnings about names that do not belong into DNS. */
  public MessageText remarks() {
    Record question = message.getQuestion();
    String name = question == null ? "" : question.getName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".local.") || name.equals("local.")) {
      out.append(";; WARNING: .local is reserved for Multicast DNS\n");
      out.append(";; You are currently testing what happens when an mDNS query is leaked to DNS\n");
    }
    return this;
  }

  /** A warning if recursion was requested but is not available. */
  public MessageText recursion() {
    Header header = message.getHeader();
    if (header.getFlag(Flags.QR) && header.getFlag(Flags.RD) && !header.getFlag(Flags.RA)) {
      out.append(";; WARNING: recursion requested but not available\n");
    }
    return this;
  }

  public MessageText line(String text) {
    out.append(text).append('\n');
    return this;
  }

  /** The OPT record of EDNS, if there is one. */
  public MessageText extension() {
    OPTRecord opt = message.getOPT();
    if (opt != null) {
      out.append(";; OPT PSEUDOSECTION:\n; EDNS: version: ").append(opt.getVersion());
      out.append(", flags:").append((opt.getFlags() & 0x8000) != 0 ? " do" : "");
      out.append("; udp: ").append(opt.getPayloadSize()).append('\n');
      for (EDNSOption option : opt.getOptions()) {
        if (option.getCode() == EDNSOption.Code.COOKIE) {
          byte[] wire = option.toWire();
          String cookie = HexFormat.of().formatHex(wire, 4, wire.length);
          String state = wire.length > 12 ? " (good)" : "";
          out.append("; COOKIE: ").append(cookie).append(state).append('\n');
        }
      }
    }
    return this;
  }

  public MessageText question() {
    for (Record each : message.getSection(Section.QUESTION)) {
      out.append(';').append(columns.question(each)).append('\n');
    }
    return this;
  }

  /** The records of a section, except for those of EDNS. */
  public MessageText section(int section) {
    records(section).forEach(each -> out.append(columns.record(each)).append('\n'));
    return this;
  }

  /** Whether a section has records to print. */
  public boolean hasRecords(int section) {
    return !records(section).isEmpty();
  }

  private List<Record> records(int section) {
    return message.getSection(section).stream()
        .filter(each -> !(each instanceof OPTRecord))
        .toList();
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
