// A host like Grafana, made of the real go-plugin library: starts the plugin named on the command line, asks it a few
// things and prints what it saw as JSON. Messages are put together by hand, so that they owe nothing to the definitions
// the plugin itself uses.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/encoding/protowire"
)

type report struct {
	Error        string            `json:"error,omitempty"`
	HandshakeMs  int64             `json:"handshakeMs"`
	Negotiated   int               `json:"negotiated"`
	Ping         string            `json:"ping"`
	Query        map[string]answer `json:"query"`
	QueryError   string            `json:"queryError,omitempty"`
	HealthStatus uint64            `json:"healthStatus"`
	Health       string            `json:"health"`
	Metrics      int               `json:"metrics"`
	KillMs       int64             `json:"killMs"`
	Exited       bool              `json:"exited"`
	Log          []string          `json:"log"`
}

type answer struct {
	Frames []string `json:"frames"`
	Error  string   `json:"error"`
	Status uint64   `json:"status"`
	Source string   `json:"source"`
	Format uint64   `json:"format"`
}

// rawCodec hands bytes through: the messages are put together by hand.
type rawCodec struct{}

func (rawCodec) Marshal(v interface{}) ([]byte, error) { return *v.(*[]byte), nil }
func (rawCodec) Unmarshal(b []byte, v interface{}) error {
	*v.(*[]byte) = append([]byte(nil), b...)
	return nil
}
func (rawCodec) Name() string { return "proto" }

type connection struct {
	goplugin.NetRPCUnsupportedPlugin
}

func (connection) GRPCServer(*goplugin.GRPCBroker, *grpc.Server) error { return nil }
func (connection) GRPCClient(_ context.Context, _ *goplugin.GRPCBroker, c *grpc.ClientConn) (interface{}, error) {
	return c, nil
}

func text(b []byte, number protowire.Number, value string) []byte {
	return protowire.AppendString(protowire.AppendTag(b, number, protowire.BytesType), value)
}

func embedded(b []byte, number protowire.Number, value []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(b, number, protowire.BytesType), value)
}

func integer(b []byte, number protowire.Number, value int64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, number, protowire.VarintType), uint64(value))
}

// fields calls back with every field of a message.
func fields(b []byte, visit func(number protowire.Number, varint uint64, value []byte)) {
	for len(b) > 0 {
		number, kind, n := protowire.ConsumeTag(b)
		if n < 0 {
			panic(protowire.ParseError(n))
		}
		b = b[n:]
		switch kind {
		case protowire.VarintType:
			value, m := protowire.ConsumeVarint(b)
			visit(number, value, nil)
			b = b[m:]
		case protowire.BytesType:
			value, m := protowire.ConsumeBytes(b)
			visit(number, 0, value)
			b = b[m:]
		default:
			panic(fmt.Sprintf("field %d has an unexpected wire type %d", number, kind))
		}
	}
}

func pluginContext(url, token string) []byte {
	secret := text(text(nil, 1, "apiToken"), 2, token)
	settings := text(nil, 2, "Mesh")
	settings = text(settings, 3, url)
	settings = embedded(settings, 8, []byte("{}"))
	settings = embedded(settings, 9, secret)
	settings = integer(settings, 10, 1764000000000)
	settings = text(settings, 11, "mesh-observatory")
	context := integer(nil, 1, 1)
	context = text(context, 2, "meshobservatory-meshtastic-datasource")
	return embedded(context, 5, settings)
}

func queryRequest(url, token string, models map[string]string) []byte {
	request := embedded(nil, 1, pluginContext(url, token))
	for refID, model := range models {
		span := integer(integer(nil, 1, 1763990000000), 2, 1764000000000)
		query := text(nil, 1, refID)
		query = integer(query, 2, 100)
		query = integer(query, 3, 1000)
		query = embedded(query, 4, span)
		query = embedded(query, 5, []byte(model))
		request = embedded(request, 3, query)
	}
	return request
}

func readResponses(b []byte) map[string]answer {
	responses := map[string]answer{}
	fields(b, func(number protowire.Number, _ uint64, entry []byte) {
		var key string
		one := answer{Frames: []string{}}
		fields(entry, func(number protowire.Number, _ uint64, value []byte) {
			if number == 1 {
				key = string(value)
				return
			}
			fields(value, func(number protowire.Number, varint uint64, value []byte) {
				switch number {
				case 1:
					one.Frames = append(one.Frames, string(value))
				case 2:
					one.Error = string(value)
				case 4:
					one.Status = varint
				case 5:
					one.Source = string(value)
				case 6:
					one.Format = varint
				}
			})
		})
		responses[key] = one
	})
	return responses
}

type lines struct {
	mutex sync.Mutex
	all   []string
}

func (l *lines) Write(b []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.all = append(l.all, strings.TrimSpace(string(b)))
	return len(b), nil
}

func (l *lines) taken() []string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return append([]string{}, l.all...)
}

func visit(conn *grpc.ClientConn, url, token string, seen *report) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	invoke := func(method string, request []byte) ([]byte, error) {
		var response []byte
		err := conn.Invoke(ctx, method, &request, &response, grpc.ForceCodec(rawCodec{}), grpc.MaxCallRecvMsgSize(64<<20))
		return response, err
	}
	response, err := invoke("/pluginv2.Data/QueryData", queryRequest(url, token, map[string]string{
		"A": `{"queryType":"nodes","version":1}`,
		"B": `{"queryType":"nodes","version":1,"nodes":["nonsense"]}`,
	}))
	if err != nil {
		seen.QueryError = err.Error()
	} else {
		seen.Query = readResponses(response)
	}
	if response, err = invoke("/pluginv2.Diagnostics/CheckHealth", embedded(nil, 1, pluginContext(url, token))); err == nil {
		fields(response, func(number protowire.Number, varint uint64, value []byte) {
			switch number {
			case 1:
				seen.HealthStatus = varint
			case 2:
				seen.Health = string(value)
			}
		})
	}
	if response, err = invoke("/pluginv2.Diagnostics/CollectMetrics", embedded(nil, 1, pluginContext(url, token))); err == nil {
		seen.Metrics = len(response)
	}
}

func run(executable, url, token string) (seen report) {
	log := &lines{}
	defer func() { seen.Log = log.taken() }()
	client := goplugin.NewClient(&goplugin.ClientConfig{
		Cmd: exec.Command(executable),
		HandshakeConfig: goplugin.HandshakeConfig{
			ProtocolVersion: 2, MagicCookieKey: "grafana_plugin_type", MagicCookieValue: "datasource",
		},
		VersionedPlugins: map[int]goplugin.PluginSet{2: {"data": connection{}}},
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		StartTimeout:     20 * time.Second,
		SyncStderr:       io.Discard,
		Logger:           hclog.New(&hclog.LoggerOptions{Level: hclog.Debug, Output: log, JSONFormat: true}),
	})
	started := time.Now()
	protocol, err := client.Client()
	if err != nil {
		client.Kill()
		seen.Error = err.Error()
		return
	}
	seen.HandshakeMs = time.Since(started).Milliseconds()
	seen.Negotiated = client.NegotiatedVersion()
	seen.Ping = "ok"
	if err := protocol.Ping(); err != nil {
		seen.Ping = err.Error()
	}
	raw, err := protocol.Dispense("data")
	if err != nil {
		seen.Error = err.Error()
	} else {
		visit(raw.(*grpc.ClientConn), url, token, &seen)
	}
	ending := time.Now()
	client.Kill()
	seen.KillMs = time.Since(ending).Milliseconds()
	seen.Exited = client.Exited()
	return
}

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: go-host <executable> <url of the collector> <token>")
		os.Exit(2)
	}
	_ = json.NewEncoder(os.Stdout).Encode(run(os.Args[1], os.Args[2], os.Args[3]))
}
