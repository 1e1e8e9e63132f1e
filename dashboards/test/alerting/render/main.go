// Renders annotations of alert rules, and messages made of them, with the templates and functions that Grafana has.
// Reads {template, rules: [{annotations, alerts}]} as JSON and prints the texts of each rule.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"text/template"
	"time"
)

type value struct {
	Labels map[string]string
	Value  float64
}

// alertInput is an alert before its annotations are known. Without a value the expression gave none.
type alertInput struct {
	Labels   map[string]string
	// Names are the labels of the result that names the rows, if there is one.
	Names    map[string]string
	Value    *float64
	Resolved bool
	Error    string
}

type alert struct {
	Labels, Annotations map[string]string
	Status              string
	StartsAt            time.Time
	SilenceURL          string
}
type alerts []alert

func (all alerts) with(status string) []alert {
	found := []alert{}
	for _, one := range all {
		if one.Status == status {
			found = append(found, one)
		}
	}
	return found
}
func (all alerts) Firing() []alert   { return all.with("firing") }
func (all alerts) Resolved() []alert { return all.with("resolved") }

type message struct {
	Alerts                          alerts
	CommonLabels, CommonAnnotations map[string]string
	ExternalURL                     string
	TruncatedAlerts                 *int
}

type rule struct {
	Annotations map[string]string
	Alerts      []alertInput
	Truncated   *int
}

var functions = template.FuncMap{
	"match":              regexp.MatchString,
	"reReplaceAll":       func(pattern, by, text string) string { return regexp.MustCompile(pattern).ReplaceAllString(text, by) },
	"humanizePercentage": func(share float64) string { return fmt.Sprintf("%.4g%%", share*100) },
	"humanizeDuration":   func(seconds float64) string { return (time.Duration(seconds) * time.Second).String() },
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// annotate does what Grafana does when a rule is evaluated; a template that fails is left as it is.
func annotate(templates map[string]string, input alertInput) map[string]string {
	data := struct {
		Labels map[string]string
		Values map[string]value
	}{input.Labels, map[string]value{}}
	if input.Value != nil {
		data.Values["B"] = value{input.Labels, *input.Value}
	}
	if input.Names != nil {
		data.Values["N"] = value{input.Names, 1}
	}
	texts := map[string]string{}
	for name, source := range templates {
		var text strings.Builder
		parsed, err := template.New(name).Funcs(functions).Option("missingkey=error").Parse(source)
		must(err)
		if err := parsed.Execute(&text, data); err != nil {
			texts[name] = source
			continue
		}
		texts[name] = text.String()
	}
	if input.Error != "" {
		texts["Error"] = input.Error
	}
	return texts
}

func common(all alerts, of func(alert) map[string]string) map[string]string {
	shared := map[string]string{}
	for key, first := range of(all[0]) {
		same := true
		for _, one := range all {
			same = same && of(one)[key] == first
		}
		if same {
			shared[key] = first
		}
	}
	return shared
}

// executor is the `tmpl` of Grafana's templates: a template's text as a value.
type executor struct{ of *template.Template }

func (e executor) Exec(name string, data any) (string, error) {
	var text strings.Builder
	err := e.of.ExecuteTemplate(&text, name, data)
	return text.String(), err
}

func main() {
	var input struct {
		Template string
		Rules    []rule
	}
	must(json.NewDecoder(os.Stdin).Decode(&input))
	root := template.New("root").Option("missingkey=zero").Funcs(functions)
	root.Funcs(template.FuncMap{"tmpl": func() executor { return executor{root} }})
	_, err := root.Parse(input.Template)
	must(err)

	results := []map[string]string{}
	for _, one := range input.Rules {
		all := alerts{}
		for _, in := range one.Alerts {
			status := "firing"
			if in.Resolved {
				status = "resolved"
			}
			started := time.Date(2026, 3, 4, 5, 6, 0, 0, time.UTC)
			all = append(all, alert{in.Labels, annotate(one.Annotations, in), status, started, "http://grafana/silence"})
		}
		data := message{all, common(all, func(a alert) map[string]string { return a.Labels }),
			common(all, func(a alert) map[string]string { return a.Annotations }), "http://grafana/", one.Truncated}
		texts := map[string]string{}
		for _, name := range []string{"mesh.title", "mesh.message", "mesh.title.discord", "mesh.message.discord"} {
			text, err := executor{root}.Exec(name, data)
			must(err)
			texts[name] = text
		}
		results = append(results, texts)
	}
	must(json.NewEncoder(os.Stdout).Encode(results))
}
