package dev.cnilab.userland.net;

import dev.cnilab.userland.shell.SandboxMachine;

/**
 * A machine with {@code v0}, 10.0.0.1, whose peer {@code v1} is 10.0.0.2 in the namespace {@code
 * a}; each knows the other's MAC address.
 */
public final class ConnectedMachine implements AutoCloseable {
  private final SandboxMachine machine = new SandboxMachine();

  public ConnectedMachine() {
    sh(
        "ip netns add a; ip link add v0 type veth peer name v1 netns a;"
            + " ip addr add 10.0.0.1/24 dev v0; ip link set v0 up;"
            + " ip -n a addr add 10.0.0.2/24 dev v1; ip -n a link set v1 up; ping -c1 10.0.0.2");
  }

  /** The output of a script, with errors last. */
  public String sh(String script) {
    SandboxMachine.Result result = machine.sh("PATH=/usr/sbin:/usr/bin; " + script);
    return result.out() + result.err();
  }

  @Override
  public void close() {
    machine.close();
  }
}
