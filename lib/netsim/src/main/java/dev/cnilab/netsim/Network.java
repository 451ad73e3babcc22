package dev.cnilab.netsim;

import dev.cnilab.netsim.loop.EventLoop;

public class Network {
  private final EventLoop loop;

  public Network(EventLoop loop) {
    this.loop = loop;
  }

  public EventLoop loop() {
    return loop;
  }

  public NetworkNamespace newNamespace(String name) {
    return new NetworkNamespace(name);
  }
}
