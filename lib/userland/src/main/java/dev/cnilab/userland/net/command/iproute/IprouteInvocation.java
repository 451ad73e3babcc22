package dev.cnilab.userland.net.command.iproute;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.Process;
import java.util.Optional;

/** One run of an iproute2 command: its process, its output settings, and its output so far. */
public record IprouteInvocation(Process process, Settings settings, CommandReport report) {
  public static IprouteInvocation of(Process process, Settings settings) {
    return new IprouteInvocation(
        process, settings, CommandReport.of(settings, () -> process.work(1)));
  }

  public NetworkNamespace network() {
    return process.network();
  }

  public Links links() {
    return network().links();
  }

  public MountNamespace files() {
    return process.files();
  }

  /**
   * The link of that name.
   *
   * @throws CommandFailure if there is none
   */
  public Link link(String name) {
    return links().find(name).orElseThrow(() -> CommandFailure.noDevice(name));
  }

  /** The name of a link's namespace in this process's files; empty if it has none. */
  public Optional<String> namespaceOf(Link link) {
    return NamedNamespaces.nameOf(files(), link.links());
  }

  /**
   * Called before addresses, neighbors or routes are flushed: iproute2 puts all deletions into one
   * request.
   *
   * @param status the exit status if the kernel refuses it
   * @throws CommandFailure if the kernel refuses it
   */
  public void requireFlushing(int status) {
    if (!process.credentials().can(Capability.NET_ADMIN)) {
      throw CommandFailure.of(status, "Failed to send flush request: Operation not permitted");
    }
  }

  public IprouteInvocation with(Settings other) {
    return new IprouteInvocation(process, other, report);
  }

  /** Prints to standard error at once, before the report. */
  public void warn(String text) {
    process.err().println(text);
  }
}
