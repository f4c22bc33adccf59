// The shop with the SDK for Go, in the version that Debian has: shop crash|everything. The DSN comes from the environment (SENTRY_DSN).
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/getsentry/sentry-go"
	"github.com/pkg/errors"
)

type cart struct{ customer, order string }

func readOrder(text string) error {
	var id int
	if _, err := fmt.Sscanf(text, "%d", &id); err != nil {
		return errors.Wrap(err, "order 41 cannot be read")
	}
	return nil
}

func checkOut(cart cart) error {
	sentry.AddBreadcrumb(&sentry.Breadcrumb{Category: "cart", Message: "reading the order of " + cart.customer})
	return readOrder(cart.order)
}

func everything() {
	sentry.CaptureException(checkOut(cart{"jane", "two items"}))
	sentry.WithScope(func(scope *sentry.Scope) {
		scope.SetLevel(sentry.LevelWarning)
		sentry.CaptureMessage("the stock is low")
	})
	span := sentry.StartSpan(context.Background(), "http.server", sentry.TransactionName("POST /orders"))
	span.StartChild("db").Finish()
	span.Finish()
}

func main() {
	err := sentry.Init(sentry.ClientOptions{Release: "shop@1.4.2", Environment: "test", TracesSampleRate: 1, AttachStacktrace: true})
	if err != nil {
		log.Fatal(err)
	}
	defer sentry.Flush(10 * time.Second)
	sentry.ConfigureScope(func(scope *sentry.Scope) {
		scope.SetUser(sentry.User{ID: "7", Email: "jane@example.com"})
		scope.SetTag("checkout.step", "3")
	})
	sentry.AddBreadcrumb(&sentry.Breadcrumb{Category: "cart", Message: "2 items in the cart"})
	if os.Args[1] == "everything" {
		everything()
		return
	}
	defer sentry.Recover()
	if err := checkOut(cart{"jane", "two items"}); err != nil {
		panic(err)
	}
}
