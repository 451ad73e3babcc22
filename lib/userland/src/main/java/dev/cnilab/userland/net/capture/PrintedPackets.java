package dev.cnilab.userland.net.capture;

import dev.cnilab.netsim.capture.Tap;
import dev.cnilab.netsim.packet.EthernetFrame;
import dev.cnilab.userland.net.capture.text.HexText;
import dev.cnilab.userland.net.capture.text.PacketText;
import dev.cnilab.userland.net.capture.text.PrintOptions;
import dev.cnilab.userland.stream.Output;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints packets as text, one or more lines each. */
final class PrintedPackets implements PacketSink {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DATE_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private final Output out;
  private final PrintOptions options;
  private final PacketText text;
  private final boolean cooked;
  private @Nullable Instant last;

  /**
   * Creates a printer.
   *
   * @param cooked whether the packets come from several links, whose names are printed
   */
  PrintedPackets(Output out, PrintOptions options, boolean cooked) {
    this.out = out;
    this.options = options;
    this.text = new PacketText(options);
    this.cooked = cooked;
  }

  @Override
  public void take(Captured packet) {
    StringBuilder line = new StringBuilder(time(packet.time()));
    if (cooked) {
      line.append(String.format(Locale.ROOT, "%-5s ", packet.link()));
      line.append(direction(packet)).append(' ');
      line.append(text.ofPayload(packet.frame()));
    } else {
      line.append(text.of(packet.frame()));
    }
    out.println(line);
    dump(packet.frame());
    last = packet.time();
  }

  @Override
  public void end() {}

  private static String direction(Captured packet) {
    if (packet.direction() == Tap.Direction.OUT) {
      return "Out";
    }
    if (packet.frame().destination().isBroadcast()) {
      return "B  ";
    }
    if (packet.frame().destination().isMulticast()) {
      return "M  ";
    }
    return packet.elsewhere() ? "P  " : "In ";
  }

  private String time(Instant at) {
    return switch (options.timeStyle()) {
      case 0 -> TIME.format(at) + " ";
      case 1 -> "";
      case 2 -> String.format(Locale.ROOT, "%d.%06d ", at.getEpochSecond(), at.getNano() / 1000);
      case 3 -> " " + TIME.format(Instant.EPOCH.plus(sinceLast(at))) + " ";
      default -> DATE_AND_TIME.format(at) + " ";
    };
  }

  private Duration sinceLast(Instant at) {
    return last == null ? Duration.ZERO : Duration.between(last, at);
  }

  private void dump(EthernetFrame frame) {
    int hex = Math.max(options.hex(), options.hexAndText());
    if (hex == 0 && !options.text()) {
      return;
    }
    byte[] all = frame.encode().toArray();
    int from = hex > 1 ? 0 : EthernetFrame.HEADER;
    byte[] bytes = Arrays.copyOfRange(all, from, all.length);
    if (options.hexAndText() > 0) {
      out.print(HexText.hexAndText(bytes));
    } else if (hex > 0) {
      out.print(HexText.hex(bytes));
    } else {
      out.print(HexText.ascii(bytes));
    }
  }
}
