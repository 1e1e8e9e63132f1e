# Images that stand in for those of a registry, over a Debian of this machine's own mirror ("stand-in/debian").

# node:<version>-bookworm: the build context is the folder with the archives of Node and npm.
FROM stand-in/debian AS node
RUN apt-get -qq install -y --no-install-recommends g++ make python3
COPY npmrc /usr/local/etc/npmrc
ADD node.tgz /tmp/node/
ADD npm.tgz /tmp/npm/
RUN mkdir -p /usr/local/lib/node_modules \
 && cp -a /tmp/node/package/. /usr/local/ \
 && mv /tmp/npm/package /usr/local/lib/node_modules/npm \
 && rm -rf /tmp/node \
 && ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
# SQLite takes most of a minute to optimize, and the tests need no fast one. These words come last, and so win.
ENV CFLAGS=-O0 CXXFLAGS=-O0

# grafana/grafana:<version>-ubuntu
FROM stand-in/debian AS grafana
RUN mkdir -p /usr/share/grafana/bin /etc/grafana/provisioning /var/lib/grafana /var/log/grafana \
 && touch /etc/grafana/grafana.ini \
 && echo 'grafana:x:472:0::/usr/share/grafana:/usr/sbin/nologin' >> /etc/passwd
COPY stand-in/run.sh /run.sh
COPY stand-in/grafana /usr/share/grafana/bin/grafana
ENV PATH=/usr/share/grafana/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    GF_PATHS_CONFIG=/etc/grafana/grafana.ini \
    GF_PATHS_DATA=/var/lib/grafana \
    GF_PATHS_HOME=/usr/share/grafana \
    GF_PATHS_LOGS=/var/log/grafana \
    GF_PATHS_PLUGINS=/var/lib/grafana/plugins \
    GF_PATHS_PROVISIONING=/etc/grafana/provisioning
USER 472
ENTRYPOINT ["/run.sh"]

# eclipse-mosquitto
FROM stand-in/debian AS mosquitto
RUN install -d -o 1883 -g 1883 /mosquitto/data /mosquitto/log /mosquitto/config
CMD ["mosquitto", "-c", "/mosquitto/config/mosquitto.conf"]

# prom/prometheus
FROM stand-in/debian AS prometheus
RUN install -d -o 65534 -g 65534 /prometheus
ENTRYPOINT ["/usr/bin/prometheus"]
