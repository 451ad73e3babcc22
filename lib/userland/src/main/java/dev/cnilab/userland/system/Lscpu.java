package dev.cnilab.userland.system;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.hardware.Hardware;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code lscpu}: describes the machine's CPUs. */
final class Lscpu implements Command {
  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "").parse();
    if (!options.operands().isEmpty()) {
      throw call.mistake("bad usage");
    }
    String online =
        IntStream.range(0, Hardware.CORES)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(","));
    call.out()
        .print(
            line("Architecture", Hardware.ARCHITECTURE)
                + line("  CPU op-mode(s)", "32-bit, 64-bit")
                + line("  Byte Order", "Little Endian")
                + line("CPU(s)", Hardware.CORES)
                + line("  On-line CPU(s) list", online)
                + line("Model name", Hardware.PROCESSOR)
                + line("  Thread(s) per core", 1)
                + line("  Core(s) per socket", Hardware.CORES)
                + line("  Socket(s)", 1));
    return 0;
  }

  private static String line(String name, Object value) {
    return String.format("%-25s%s%n", name + ":", value);
  }
}
